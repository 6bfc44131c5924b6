import { afterEach, beforeAll, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/domain/job.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { approvalActions } from '../../src/slack/names.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { startBalancer } from '../support/balancer.ts';
import {
  anEvening,
  cards,
  fillInviteForm,
  openFilledForm,
  openInviteForm,
  passing,
  press,
  submitAnyway,
  type Typed,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let postgres: Postgres;
let world: World;
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => world.stop());

/** A world in which three bots share one PostgreSQL and one workspace. */
async function threeReplicas(options: WorldOptions = {}): Promise<void> {
  world = await startWorld({
    databaseUrl: await postgres.freshStore(),
    parsec: { credits: 100 },
    rateLimits: false,
    ...options,
  });
  await world.addReplica();
  await world.addReplica();
}

/** A channel of its own with an invite in it, from 14:00 to 16:00. */
async function invite(event: string, open: typeof fillByHand = openFilledForm): Promise<string> {
  const channel = world.slack.addChannel({ name: event, members: [world.people.mia], bot: true }).id;
  const view = await open(world, world.people.mia, { ...anEvening, event }, channel);
  expect(await submitAnyway(world, world.people.mia, view)).toBe('closed');
  return channel;
}

/** Input by input, each a request of its own. */
const fillByHand = async (of: World, person: string, typed: Typed, channel: string) => {
  const view = await openInviteForm(of, person, '', channel);
  await fillInviteForm(of, person, view, typed);
  return view;
};

const saying = (text: string) => (channel: string) => cards(world, channel).some((card) => words(card).includes(text));
const threadTexts = (channel: string) => {
  const [card] = cards(world, channel);
  return card === undefined ? [] : thread(world, card).map((message) => message.text);
};

/** What must hold at the end of every test, whichever replica did what. */
function expectOneOfEach(channels: readonly string[], notices: readonly RegExp[]): void {
  expect(world.parsec.invites).toHaveLength(channels.length);
  for (const channel of channels) {
    expect(cards(world, channel), channel).toHaveLength(1);
    const texts = threadTexts(channel);
    expect(texts, channel).toHaveLength(notices.length);
    for (const notice of notices)
      expect(
        texts.filter((text) => notice.test(text)),
        `${notice} in ${texts.join(' | ')}`,
      ).toHaveLength(1);
  }
}

it('three replicas create, warn and end each invite once, whichever of them does it', { timeout: 60_000 }, async () => {
  await threeReplicas();
  const channels: string[] = [];
  for (let n = 0; n < 12; n++) channels.push(await invite(`event-${n}`));
  await world.slack.until('all are scheduled', () => channels.every(saying('*Scheduled*')), 20_000);
  // Mia writes Paris times: 14:00 there is 13:00 here, and it is 9:00.
  world.clock.advance(4 * HOUR);
  await world.slack.until('all are active', () => channels.every(saying('*Active*')), 20_000);
  world.clock.advance(HOUR + 46 * MINUTE);
  await world.slack.until('all are warned', () => channels.every((each) => threadTexts(each).length === 1), 20_000);
  world.clock.advance(15 * MINUTE);
  await world.slack.until('all have ended', () => channels.every(saying('*Ended*')), 20_000);
  await world.slack.until('all are posted', () => channels.every((each) => threadTexts(each).length === 2), 20_000);
  world.clock.advance(10 * MINUTE);
  expectOneOfEach(channels, [/^:checkered_flag: Ended at/, / ended <!date/]);
});

it('the last replica carries on without a message when two of three are stopped', { timeout: 60_000 }, async () => {
  await threeReplicas();
  const other = await world.addReplica();
  const channels = [await invite('before')];
  await Promise.all([world.app().stop(), other.stop()]);
  channels.push(await invite('after'));
  await world.slack.until('both are scheduled', () => channels.every(saying('*Scheduled*')), 20_000);
  expectOneOfEach(channels, []);
});

it('three replicas accept a cancel that two people ask for at the same moment once', { timeout: 60_000 }, async () => {
  await threeReplicas();
  const channel = await invite('twice');
  await world.slack.until('it is scheduled', () => saying('*Scheduled*')(channel), 20_000);
  const [card] = cards(world, channel);
  const both = [world.people.mia, world.people.ada];
  const forms = await Promise.all(
    both.map(async (person) => {
      if (card !== undefined) await press(world, person, card, 'invite:cancel');
      return topView(world, person, 'cancel_form');
    }),
  );
  await Promise.all(forms.map((form, n) => world.slack.as(both[n] ?? '').submit(form.id)));
  await world.slack.until('it is cancelled', () => saying('*Cancelled*')(channel), 20_000);
  await world.slack.until('it is posted', () => threadTexts(channel).length === 1, 20_000);
  world.clock.advance(5 * MINUTE);
  expect(world.parsec.requests.filter((request) => request.operation === 'Cancel Guest Access Invite')).toHaveLength(1);
  expectOneOfEach([channel], [/cancel/i]);
});

it('three replicas take the decisions that approvers make at the same moment once', { timeout: 60_000 }, async () => {
  const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  await threeReplicas({ policy: live, livePolicy: true });
  const { mia, ben, ada } = world.people;
  const approvers = world.slack.addChannel({ name: 'approvers', members: [mia, ben, ada], bot: true }).id;
  const { approvals, rules } = aPolicy({
    approvals: { groups: { leads: { people: [ben, ada], channel: approvers } } },
    rules: [{ name: 'all', approval: { by: ['leads'] } }],
  });
  Object.assign(live, { approvals, rules });
  const requests = () =>
    world.slack.messages.filter(
      ({ channel, blocks }) => channel === approvers && JSON.stringify(blocks).includes(approvalActions.approve),
    );
  const asked = async (event: string) => {
    const channel = world.slack.addChannel({ name: event, members: [mia], bot: true }).id;
    const view = await openFilledForm(world, mia, { ...anEvening, event }, channel);
    await world.slack.until('the form asks why', () =>
      JSON.stringify(view.view.blocks).includes('"block_id":"reason:'),
    );
    expect(await submitAnyway(world, mia, view)).toBe('closed');
    await world.slack.until('it waits', () => saying('Waiting for approval')(channel), 20_000);
    return channel;
  };
  const approved = await asked('approved');
  const [first] = await world.slack.until('approvers are asked', () =>
    requests().length === 1 ? requests() : undefined,
  );
  const cancelled = await asked('cancelled');
  const second = await world.slack.until('again', () => requests().find(({ ts }) => ts !== first?.ts));
  expect(world.parsec.invites).toEqual([]);
  const [card] = cards(world, cancelled);
  if (first === undefined || card === undefined) throw new Error('no card');
  await press(world, mia, card, 'invite:cancel');
  const form = await topView(world, mia, 'cancel_form');
  await Promise.all([
    press(world, ben, first, approvalActions.approve),
    press(world, ada, first, approvalActions.approve),
    press(world, ben, second, approvalActions.approve),
    world.slack.as(mia).submit(form.id),
  ]);
  await world.slack.until('one is scheduled', () => saying('*Scheduled*')(approved), 20_000);
  await world.slack.until('the other is cancelled', () => saying('*Cancelled*')(cancelled), 20_000);
  await world.slack.until('both are decided', () => requests().length === 0, 20_000);
  const open = world.parsec.invites.filter(({ hidden }) => !hidden.cancelled);
  expect(open.map(({ event_name }) => event_name)).toEqual(['approved']);
  const creates = world.parsec.requests.filter(({ operation }) => operation === 'Create Guest Access Invite');
  expect(creates.filter(({ body }) => JSON.stringify(body).includes('"approved"'))).toHaveLength(1);
  expect(threadTexts(approved).filter((text) => text.includes('approved the invite'))).toHaveLength(1);
});

it('three replicas lose nothing and repeat nothing when PostgreSQL is restarted midway', {
  timeout: 90_000,
}, async () => {
  await threeReplicas();
  const channels: string[] = [];
  for (let n = 0; n < 6; n++) channels.push(await invite(`event-${n}`));
  await postgres.restart();
  // A job that was claimed and not finished is claimed again when its lease has expired.
  world.clock.advance(LEASE_MS);
  await world.slack.until('all are scheduled', () => channels.every(saying('*Scheduled*')), 40_000);
  world.clock.advance(6 * HOUR + MINUTE);
  await postgres.restart();
  world.clock.advance(LEASE_MS);
  await world.slack.until('all have ended', () => channels.every(saying('*Ended*')), 40_000);
  await world.slack.until('all are posted', () => channels.every((each) => threadTexts(each).length === 1), 40_000);
  world.clock.advance(10 * MINUTE);
  expectOneOfEach(channels, [/ended|expired/i]);
});

it('replicas behind a balancer share the requests of one form', { timeout: 60_000 }, async () => {
  world = await startWorld({ transport: 'http', databaseUrl: await postgres.freshStore(), rateLimits: false });
  const urls = [world.eventsUrl()];
  for (let n = 0; n < 2; n++) {
    await world.addReplica();
    urls.push(world.eventsUrl());
  }
  const balancer = await startBalancer(urls);
  world.slack.deliverTo(balancer.url);
  const channels = [await invite('one', fillByHand), await invite('two', fillByHand)];
  await world.slack.until('both are scheduled', () => channels.every(saying('*Scheduled*')), 20_000);
  world.clock.advance(6 * HOUR);
  await world.slack.until('both are posted', () => channels.every((each) => threadTexts(each).length === 1), 20_000);
  expectOneOfEach(channels, [/ended/]);
  expect(Math.min(...balancer.served())).toBeGreaterThan(1);
  await balancer.stop();
});

it('only the response to the newest create counts, when an older one took longer than a claim lasts', {
  timeout: 60_000,
}, async () => {
  world = await startWorld({ databaseUrl: await postgres.freshStore(), rateLimits: false });
  const other = await world.addReplica();
  // Parsec is slow, and by then the start has passed: it refuses the second create, which another bot sent.
  world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { delayMs: 2_500 } });
  const channel = world.slack.addChannel({ name: 'late', members: [world.people.mia], bot: true }).id;
  const view = await openFilledForm(
    world,
    world.people.mia,
    {
      ...anEvening,
      // A minute from now.
      start: ['2026-11-23', '10:01'],
      end: ['2026-11-23', '12:00'],
    },
    channel,
  );
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  await world.slack.until('the card stands', () => cards(world, channel).length === 1, 20_000);
  world.clock.advance(MINUTE);
  await passing(world, 'another has it scheduled', () => saying('*Scheduled*')(channel));
  const creates = () =>
    world.parsec.requests
      .filter((request) => request.operation === 'Create Guest Access Invite')
      .map((one) => one.status);
  await expect.poll(creates).toEqual([200, 400]);
  // Both finish their current jobs, the late answer too; the next bot does the jobs they leave.
  await Promise.all([world.app().stop(), other.stop()]);
  await world.restart();
  world.clock.advance(MINUTE);
  await world.slack.until('it is active', () => saying('*Active*')(channel), 20_000);
  expectOneOfEach([channel], []);
});

it('three replicas put an invite whose inviter has left on hold once, and let one of two admins take it over', {
  timeout: 60_000,
}, async () => {
  await threeReplicas();
  const { ada, mia } = world.people;
  const olga = world.slack.addPerson({ name: 'olga', kind: 'owner' }).id;
  const channel = await invite('leaving');
  await world.slack.until('it is scheduled', () => saying('*Scheduled*')(channel), 20_000);
  Object.assign(world.slack.people.find(({ id }) => id === mia) ?? {}, { kind: 'deactivated' });
  world.clock.advance(Date.UTC(2026, 10, 23, 12, 58) - world.clock.now());
  await world.slack.until('it is on hold', () => saying('*On hold.*')(channel), 20_000);
  expect(world.parsec.invites.filter(({ hidden }) => !hidden.cancelled)).toEqual([]);
  const direct = (person: string) => {
    const im = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person));
    return world.slack.messages.filter((message) => message.channel === im?.id && message.ephemeralFor === undefined);
  };
  await world.slack.until('both admins are notified', () => direct(ada).length > 0 && direct(olga).length > 0, 20_000);
  await Promise.all(
    [ada, olga].map((person) => {
      const [message] = direct(person);
      return world.slack
        .as(person)
        .act({ channel: message?.channel ?? '', ts: message?.ts ?? '' }, { actionId: 'invite_take_over' });
    }),
  );
  await world.slack.until('it is scheduled again', () => saying('*Scheduled*')(channel), 20_000);
  await passing(world, 'the thread has it', () => threadTexts(channel).some((text) => text.includes('took over')));
  expect(threadTexts(channel).filter((text) => text.includes('took over'))).toHaveLength(1);
  expect(threadTexts(channel).filter((text) => text.includes('account is deactivated'))).toHaveLength(1);
  expect(direct(ada)).toHaveLength(1);
  expect(direct(olga)).toHaveLength(1);
  expect(world.parsec.invites.filter(({ hidden }) => !hidden.cancelled)).toHaveLength(1);
  expect(world.parsec.credits).toBe(99);
});
