import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cardSaying,
  cards,
  guest,
  invited,
  inviteGuest,
  passing,
  press,
  referenceOf,
  thread,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

// Parsec runs a request long after Guestlist stopped waiting for its response.
let world: World;
afterEach(() => world.stop());

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const create = 'Create Guest Access Invite';
const update = 'Update Guest Access Invite';

const late = (operation: string, afterMs: number, times = 1) =>
  world.parsec.trouble({ operation, times, then: { late: 'cut', afterMs } });
const open = () => world.parsec.invites.filter(({ hidden }) => !hidden.cancelled);
const creates = () => world.parsec.requests.filter(({ operation }) => operation === create);
const moveTo = (hours: number, minutes: number, seconds = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes, seconds) - world.clock.now());
const notifications = (text: string) => {
  const [card] = cards(world);
  return card === undefined ? [] : thread(world, card).filter((each) => each.text.includes(text));
};

/** Lets minutes pass, with all that the bot does in them. */
function minutesPass(minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE;
  return passing(world, `${minutes} minutes have passed`, () => world.clock.now() >= end, 15 * SECOND);
}

const cardSays = (text: string) => cards(world).some((card) => words(card).includes(text));
const twinIsGone = () => world.parsec.invites.length === 2 && open().length === 1;

async function submitCancel(card: Message): Promise<void> {
  await press(world, world.people.mia, card, 'invite:cancel');
  const form = await topView(world, world.people.mia, 'cancel_form');
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
}

async function extend(card: Message, minutes: string): Promise<void> {
  await press(world, world.people.mia, card, 'invite:extend');
  const form = await topView(world, world.people.mia, 'extend_form');
  await world.slack.as(world.people.mia).fill(form.id, { blockId: 'extension' }, minutes);
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
}

/** Sets another end through the update form, in Paris time. */
async function setEnd(card: Message, time: string): Promise<void> {
  await press(world, world.people.mia, card, 'invite:update');
  const form = await topView(world, world.people.mia, 'update_form');
  await world.slack.as(world.people.mia).fill(form.id, { blockId: 'end_time' }, time);
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
}

describe.each(overHttp)('over %s', (transport) => {
  it('a create that runs after 36 seconds leaves one invite, and costs one credit', async () => {
    world = await startWorld({ transport });
    late(create, 36 * SECOND);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'the card says scheduled', () => cardSays('*Scheduled*'));
    await passing(world, 'the first create was carried out', () => world.parsec.invites.length === 2);
    const since = world.clock.now();
    await passing(world, 'the second invite is cancelled', twinIsGone, 10 * SECOND);
    expect(world.clock.now() - since).toBeLessThan(2 * MINUTE);
    await world.slack.until(
      'the notification is posted',
      () => notifications('created this invite twice').length === 1,
    );
    await minutesPass(3);
    expect(notifications('created this invite twice')).toHaveLength(1);
    expect([open().length, world.parsec.credits]).toEqual([1, 11]);
    expect(cards(world)).toHaveLength(1);
    await guest(world, world.people.mia, `show ${referenceOf(cards(world)[0] as Message)}`);
    expect(words(await whisper(world, world.people.mia, '*History*'))).toContain('cancelled a second invite');
  });
});

describe('a create that runs late', () => {
  /** 40 seconds from now: the second request can only start later than the first. */
  const soon = { ...anEvening, start: ['2026-11-23', '10:01'], end: '2h' } as const;

  it('is distinguished from the second create, even when that one starts later', async () => {
    world = await startWorld();
    moveTo(9, 0, 20);
    late(create, 36 * SECOND);
    await inviteGuest(world, world.people.mia, soon);
    await passing(world, 'the second invite is cancelled', twinIsGone, 2 * SECOND);
    expect(new Set(world.parsec.invites.map(({ starts_at }) => starts_at)).size).toBe(2);
    expect(world.parsec.credits).toBe(11);
  });

  it('becomes the invite when the second request certainly did not arrive', async () => {
    world = await startWorld();
    moveTo(9, 0, 20);
    late(create, 36 * SECOND);
    world.parsec.trouble({ operation: create, times: 3, then: { status: 429, headers: { 'retry-after': '10' } } });
    await inviteGuest(world, world.people.mia, soon);
    await passing(world, 'the card says so', () => cardSays('*Active*'), 2 * SECOND);
    await minutesPass(3);
    expect([world.parsec.invites.length, open().length, world.parsec.credits]).toEqual([1, 1, 11]);
    expect(notifications('twice')).toEqual([]);
  });

  it('is one too many whichever of the two is known, and each duplicate is cancelled', async () => {
    world = await startWorld();
    late(create, 36 * SECOND);
    late(create, 70 * SECOND);
    world.parsec.trouble({ operation: create, then: { cut: 'after' } });
    await inviteGuest(world, world.people.mia);
    await passing(world, 'all were carried out', () => world.parsec.invites.length >= 2, 2 * SECOND);
    await minutesPass(5);
    expect([open().length, world.parsec.credits]).toEqual([1, 11]);
    expect(notifications('created this invite twice')).toHaveLength(world.parsec.invites.length - 1);
    await cardSaying(world, '*Scheduled*');
  });

  it('is cancelled after the invite was changed, because it is compared with what was sent', async () => {
    world = await startWorld();
    late(create, 5 * MINUTE);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'it is scheduled', () => cardSays('*Scheduled*'), 2 * SECOND);
    await extend(cards(world)[0] as Message, '60');
    await world.slack.until('it is extended', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z');
    await passing(world, 'the second invite is cancelled', twinIsGone, 10 * SECOND);
    expect(open()[0]?.expires_at).toBe('2026-11-23T16:00:00Z');
    expect(world.parsec.credits).toBe(11);
  });

  it.each(['before the search ended', 'after it was created again'] as const)(
    'is cancelled when the invite was cancelled %s',
    async (when) => {
      world = await startWorld();
      late(create, 5 * MINUTE);
      await inviteGuest(world, world.people.mia);
      const card = await cardSaying(world, 'Not confirmed yet');
      if (when === 'after it was created again') await passing(world, 'it is scheduled', () => cardSays('*Scheduled*'));
      await submitCancel(card);
      await passing(world, 'it is cancelled', () => cardSays('*Cancelled*'));
      expect(open()).toEqual([]);
      await passing(world, 'it was carried out', () => open().length === 1, 10 * SECOND);
      await passing(world, 'nobody is let in', () => open().length === 0, 10 * SECOND);
      await world.slack.until(
        'the notification is posted',
        () => notifications('ran an old request late').length === 1,
      );
      expect(world.parsec.credits).toBe(12);
      expect(cards(world)).toHaveLength(1);
    },
  );

  it('is cancelled when there is no invite because the second request was refused', async () => {
    world = await startWorld();
    late(create, 5 * MINUTE);
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, 'Not confirmed yet');
    world.parsec.trouble({ operation: create, then: { status: 400, body: { message: 'not this guest' } } });
    await passing(world, 'it failed', () => cardSays("*The invite wasn't created.*"));
    await passing(world, 'it was carried out', () => open().length === 1, 10 * SECOND);
    const since = world.clock.now();
    await passing(world, 'nobody is let in', () => open().length === 0, 10 * SECOND);
    expect(world.clock.now() - since).toBeLessThan(2 * MINUTE);
    expect(world.parsec.credits).toBe(12);
    expect(cards(world)).toHaveLength(1);
  });

  it('is cancelled once, whatever happens to the bot meanwhile', async () => {
    world = await startWorld();
    late(create, 36 * SECOND);
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, 'Not confirmed yet');
    await world.app().stop();
    await world.restart();
    await passing(world, 'it was carried out', () => world.parsec.invites.length === 2);
    // The response to the cancel is lost, then Parsec refuses, and the bot restarts in between.
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { cut: 'after' } });
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 3, then: { status: 403 } });
    await passing(world, 'the second invite is cancelled', twinIsGone, 10 * SECOND);
    await world.app().stop();
    await world.restart();
    await passing(
      world,
      'the notification is posted',
      () => notifications('created this invite twice').length === 1,
      10 * SECOND,
    );
    await minutesPass(6);
    expect([open().length, world.parsec.credits]).toEqual([1, 11]);
    expect(notifications('created this invite twice')).toHaveLength(1);
  });

  it('is reported once while it cannot be cancelled, and cancelled when it can', async () => {
    world = await startWorld();
    late(create, 36 * SECOND);
    await inviteGuest(world, world.people.mia);
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 8, then: { status: 403 } });
    await passing(
      world,
      'the notification is posted',
      () => notifications('created a second invite').length === 1,
      10 * SECOND,
    );
    expect(open()).toHaveLength(2);
    await passing(world, 'the second invite is cancelled', twinIsGone, 10 * SECOND);
    expect(notifications('created a second invite')).toHaveLength(1);
  });
});

describe('an external invite', () => {
  const byHand = (parts: object = {}) => {
    const [host] = world.parsec.machines;
    world.parsec.dashboard.createInvite({
      host_peer_id: host?.peer_id ?? '',
      guest_email: 'ana@example.com',
      event_name: 'Render review',
      starts_at: '2026-11-23T13:00:00Z',
      expires_at: '2026-11-23T15:00:00Z',
      ...parts,
    });
  };

  it('stays when no create is without a response, however similar it is', async () => {
    world = await startWorld();
    await invited(world, world.people.mia);
    byHand();
    await minutesPass(4);
    expect(open()).toHaveLength(2);
    expect(notifications('twice')).toEqual([]);
  });

  it.each<[string, object]>([
    ['another guest', { guest_email: 'zoe@example.com' }],
    ['another event', { event_name: 'Render review 2' }],
    ['another end', { expires_at: '2026-11-23T15:00:01Z' }],
    ['another start', { starts_at: '2026-11-23T13:00:01Z' }],
  ])('stays after a create without a response when it has %s', async (_what, parts) => {
    world = await startWorld();
    world.parsec.trouble({ operation: create, then: { cut: 'before' } });
    await inviteGuest(world, world.people.mia);
    await passing(world, 'it is scheduled', () => cardSays('*Scheduled*'));
    expect(creates()).toHaveLength(2);
    byHand(parts);
    await minutesPass(4);
    expect(open()).toHaveLength(2);
    expect(notifications('twice')).toEqual([]);
  });

  it('counts for at most one create without a response', async () => {
    world = await startWorld();
    late(create, 36 * SECOND);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'the second invite is cancelled', twinIsGone, 10 * SECOND);
    byHand();
    await minutesPass(4);
    expect(open()).toHaveLength(2);
  });
});

describe('a change that runs late', () => {
  it('is reverted when another change was requested and confirmed since', async () => {
    world = await startWorld();
    const card = await invited(world, world.people.mia);
    late(update, 3 * MINUTE);
    await extend(card, '60');
    await passing(world, 'it was sent again', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z');
    await cardSaying(world, 'Mon 23 Nov 2026, 17:00');
    await setEnd(card, '15:30');
    await world.slack.until('it is shorter', () => world.parsec.invites[0]?.expires_at === '2026-11-23T14:30:00Z');
    await passing(world, 'it came', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z', 10 * SECOND);
    await passing(world, 'put back', () => world.parsec.invites[0]?.expires_at === '2026-11-23T14:30:00Z', 10 * SECOND);
    await minutesPass(3);
    await cardSaying(world, 'Mon 23 Nov 2026, 15:30');
    expect(notifications('This invite was changed in Parsec')).toEqual([]);
    expect(notifications('changed this invite:')).toHaveLength(2);
  });

  it('lets nobody in after the invite has ended', async () => {
    world = await startWorld();
    const card = await invited(world, world.people.mia);
    late(update, 7 * 60 * MINUTE);
    await extend(card, '60');
    await passing(world, 'it was sent again', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z');
    await cardSaying(world, 'Mon 23 Nov 2026, 17:00');
    await setEnd(card, '15:30');
    await world.slack.until('it is shorter', () => world.parsec.invites[0]?.expires_at === '2026-11-23T14:30:00Z');
    moveTo(14, 30, 5);
    await cardSaying(world, '*Ended*');
    const [invite] = world.parsec.invites;
    // It comes now, half an hour before the end it brings.
    moveTo(15, 30);
    world.parsec.dashboard.changeInvite(invite?.id ?? '', { expires_at: '2026-11-23T16:00:00Z' });
    await passing(world, 'nobody is let in', () => open().length === 0, 10 * SECOND);
    await cardSaying(world, '*Ended*');
  });

  it('does not extend an invite that ends as the change arrives', async () => {
    world = await startWorld();
    const card = await invited(world, world.people.mia);
    late(update, 5 * 60 * MINUTE + 29 * MINUTE + 58 * SECOND);
    await extend(card, '60');
    await passing(world, 'it was sent again', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z');
    await cardSaying(world, 'Mon 23 Nov 2026, 17:00');
    await setEnd(card, '15:30');
    await world.slack.until('it is shorter', () => world.parsec.invites[0]?.expires_at === '2026-11-23T14:30:00Z');
    moveTo(14, 30, 5);
    await passing(world, 'nobody is let in', () => open().length === 0, 10 * SECOND);
    await cardSaying(world, '*Ended*');
    expect(notifications('This invite was changed in Parsec')).toEqual([]);
  });

  it('is not confused with a change made in the dashboard', async () => {
    world = await startWorld();
    const card = await invited(world, world.people.mia);
    world.parsec.trouble({ operation: update, then: { cut: 'before' } });
    await extend(card, '60');
    await passing(world, 'it was sent again', () => world.parsec.invites[0]?.expires_at === '2026-11-23T16:00:00Z');
    await cardSaying(world, 'Mon 23 Nov 2026, 17:00');
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T18:00:00Z' });
    await passing(
      world,
      'the notification is posted',
      () => notifications('This invite was changed in Parsec').length === 1,
      10 * SECOND,
    );
    await cardSaying(world, 'Mon 23 Nov 2026, 19:00');
  });
});

it('a cancel that runs late cancels once', async () => {
  world = await startWorld();
  const card = await invited(world, world.people.mia);
  late('Cancel Guest Access Invite', 36 * SECOND, 3);
  await submitCancel(card);
  await passing(world, 'it is cancelled', () => cardSays('*Cancelled*'), 2 * SECOND);
  await minutesPass(3);
  expect(notifications('cancelled this invite')).toHaveLength(1);
  expect(world.parsec.mails.map(({ about }) => about)).toEqual(['invited', 'cancelled']);
});

describe('with three replicas', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });

  it('a create that runs late leaves one invite, and is reported once', async () => {
    world = await startWorld({ databaseUrl: await postgres.freshStore(), rateLimits: false });
    await world.addReplica();
    await world.addReplica();
    late(create, 90 * SECOND);
    await inviteGuest(world, world.people.mia);
    // Slowly: otherwise, under load, the first one could arrive before the search for it ends.
    await passing(world, 'it is created again', () => creates().length === 2, 250);
    await passing(world, 'the first create was carried out', () => world.parsec.invites.length === 2);
    await passing(world, 'the second invite is cancelled', twinIsGone, 10 * SECOND);
    await world.slack.until(
      'the notification is posted',
      () => notifications('created this invite twice').length === 1,
    );
    await minutesPass(3);
    expect([open().length, world.parsec.credits]).toEqual([1, 11]);
    expect(notifications('created this invite twice')).toHaveLength(1);
  });
});
