import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { cardSaying, cards, invited, passing, press, thread, topView, whisper, words } from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// Somebody cancels an invite, and Parsec refuses it for a while.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;
const moveTo = (hours: number, minutes: number, seconds = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes, seconds) - world.clock.now());
const cancels = () => world.parsec.requests.filter(({ operation }) => operation === 'Cancel Guest Access Invite');
const isOut = () => world.parsec.invites.every(({ hidden }) => hidden.cancelled);
const forbidden = { status: 403, body: { message: 'no' } };

/** The texts in the thread of the only card. */
const threadTexts = () => {
  const [card] = cards(world);
  return card === undefined ? [] : thread(world, card).map(({ text }) => text);
};
const noticesSaying = (text: string) => threadTexts().filter((each) => each.includes(text));

async function submitCancel(card: Message, how: 'cancel' | 'kick' = 'cancel'): Promise<void> {
  await press(world, world.people.mia, card, `invite:${how}`);
  const form = await topView(world, world.people.mia, `${how}_form`);
  if (how === 'kick') await world.slack.as(world.people.mia).fill(form.id, { blockId: 'kick_choice' }, 'cancel');
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
}

async function submitKick(card: Message): Promise<void> {
  await press(world, world.people.mia, card, 'invite:kick');
  const form = await topView(world, world.people.mia, 'kick_form');
  await world.slack.as(world.people.mia).fill(form.id, { blockId: 'kick_choice' }, 'kick');
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
}

/** Lets minutes pass, with all that the bot does in them. */
function minutesPass(minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE;
  return passing(world, `${minutes} minutes have passed`, () => world.clock.now() >= end, 15_000);
}

/** An invite that runs, from 14:00 to 16:00 in Paris; it is 14:05 there, and 13:05 here. */
async function running(options: WorldOptions = {}): Promise<Message> {
  world = await startWorld(options);
  await invited(world, world.people.mia);
  moveTo(13, 5);
  return cardSaying(world, '*Active*');
}

describe.each(overSocket)('over %s', (transport) => {
  it.each(['cancel', 'kick'] as const)(
    'a %s with a revoked key stays pending for ten minutes, is posted once, and is done when the key works',
    async (how) => {
      const card = await running({ transport });
      world.parsec.guestConnects(world.parsec.invites[0]?.id ?? '');
      world.parsec.refuseKeys(true);
      await submitCancel(card, how);
      const stuck = await cardSaying(world, '*Not cancelled yet.*');
      expect(words(stuck)).toContain('ana@example.com can still connect');
      expect(words(stuck)).toContain("doesn't accept Guestlist's key");
      await minutesPass(10);
      expect(noticesSaying('This invite is *not* cancelled yet')).toHaveLength(1);
      expect(cancels().length).toBeGreaterThan(4);
      expect(isOut()).toBe(false);

      world.parsec.refuseKeys(false);
      await passing(world, 'the guest is out', isOut, 10_000);
      await cardSaying(world, '*Cancelled* by');
      await world.slack.until('it is posted', () => noticesSaying('cancelled this invite').length === 1);
      expect(noticesSaying('This invite is *not* cancelled yet')).toHaveLength(1);
      expect(world.parsec.invites[0]?.hidden.connected).toBe(false);
      expect(world.parsec.mails.map(({ about }) => about)).toEqual(['invited', 'cancelled']);
    },
  );
});

it.each<[string, Parameters<World['parsec']['trouble']>[0]['then']]>([
  ['401', { status: 401, body: { message: 'Unauthorized' } }],
  ['403', forbidden],
  ['409', { status: 409, body: { message: 'try again' } }],
  ['429', { status: 429 }],
  ['500', { status: 500, body: { message: 'no' } }],
  ['503', { status: 503 }],
  ['a redirect', { raw: '', status: 302, contentType: 'text/plain' }],
  ['nonsense', { raw: '<html>', status: 404, contentType: 'text/html' }],
  ['a cut', { cut: 'before' }],
])('a cancel is retried after %s, and goes through when that is over', async (_what, then) => {
  const card = await running();
  world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 8, then });
  await submitCancel(card);
  await passing(world, 'the guest is out', isOut, 20_000);
  await cardSaying(world, '*Cancelled* by');
  await world.slack.until('it is posted', () => noticesSaying('cancelled this invite').length === 1);
  expect(noticesSaying('This invite is *not* cancelled yet')).toHaveLength(1);
});

it('a cancel does not mistake a missing team for a missing invite', async () => {
  const card = await running();
  await world.app().stop();
  const right = world.config.providers.parsec;
  Object.assign(world.config.providers, { parsec: { ...right, teamId: '0000000000000000000000wrong' } });
  await world.restart();
  await submitCancel(card);
  await cardSaying(world, '*Not cancelled yet.*');
  await minutesPass(10);
  expect(isOut()).toBe(false);
  await world.app().stop();
  Object.assign(world.config.providers, { parsec: right });
  await world.restart();
  await passing(world, 'the guest is out', isOut, 10_000);
  await cardSaying(world, '*Cancelled* by');
});

it('a cancel survives a restart, even when Parsec is removed from the configuration meanwhile', async () => {
  const card = await running();
  world.parsec.refuseKeys(true);
  await submitCancel(card);
  await cardSaying(world, '*Not cancelled yet.*');
  await world.app().stop();
  const { parsec } = world.config.providers;
  Object.assign(world.config.providers, { parsec: undefined });
  await world.restart();
  await minutesPass(3);
  await cardSaying(world, '*Not cancelled yet.*');
  await world.app().stop();
  Object.assign(world.config.providers, { parsec });
  await world.restart();
  world.parsec.refuseKeys(false);
  await passing(world, 'the guest is out', isOut, 10_000);
  await cardSaying(world, '*Cancelled* by');
  expect(noticesSaying('This invite is *not* cancelled yet')).toHaveLength(1);
});

describe('“Keep invite”', () => {
  it('withdraws a stuck cancel: the invite runs on, is changed, warned about and ended', async () => {
    const card = await running();
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1_000, then: forbidden });
    await submitCancel(card);
    await press(world, world.people.mia, await cardSaying(world, '*Not cancelled yet.*'), 'invite_keep');
    await cardSaying(world, '*Active*');
    await world.slack.until('it is posted', () => noticesSaying('kept the invite').length === 1);
    world.parsec.clearTrouble();
    await minutesPass(6);
    expect(isOut()).toBe(false);
    moveTo(14, 46);
    await world.slack.until('the warning', () => noticesSaying('ends in').length === 1);
    moveTo(15, 0, 5);
    await cardSaying(world, '*Ended*');
  });

  it('is only for people who may change the invite', async () => {
    const card = await running();
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1_000, then: forbidden });
    await submitCancel(card);
    const stuck = await cardSaying(world, '*Not cancelled yet.*');
    await press(world, world.people.ben, stuck, 'invite_keep');
    await whisper(world, world.people.ben, 'Only the inviter, coordinators and admins');
    await press(world, world.people.guest, stuck, 'invite_keep');
    await whisper(world, world.people.guest, 'Guest accounts');
    await cardSaying(world, '*Not cancelled yet.*');
    await press(world, world.people.ada, stuck, 'invite_keep');
    await cardSaying(world, '*Active*');
  });

  it('does nothing when the guest is out by then, or the cancel was withdrawn before', async () => {
    const card = await running();
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: forbidden });
    await submitCancel(card);
    const stuck = await cardSaying(world, '*Not cancelled yet.*');
    await passing(world, 'the guest is out', isOut);
    await cardSaying(world, '*Cancelled* by');
    await press(world, world.people.mia, stuck, 'invite_keep').catch(() => undefined);
    expect(isOut()).toBe(true);
    await cardSaying(world, '*Cancelled* by');
  });

  it('is not offered when Parsec was only slow: the button needs a refusal', async () => {
    const card = await running();
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 2, then: { cut: 'before' } });
    await submitCancel(card);
    const cancelling = await cardSaying(world, '*Cancelling…*');
    expect(words(cancelling)).not.toContain('invite_keep');
  });
});

describe('a kick alone', () => {
  it('stays pending while the invite runs, is posted once, and is done when Parsec accepts it', async () => {
    const card = await running();
    world.parsec.guestConnects(world.parsec.invites[0]?.id ?? '');
    world.parsec.trouble({ operation: 'Kick Guest Access Guest', times: 9, then: forbidden });
    await submitKick(card);
    await cardSaying(world, "The guest isn't kicked yet");
    await minutesPass(2);
    expect(world.parsec.invites[0]?.hidden.connected).toBe(true);
    await passing(world, 'the guest is disconnected', () => !world.parsec.invites[0]?.hidden.connected, 10_000);
    await world.slack.until('it is posted', () => noticesSaying('disconnected').length === 1);
    expect(noticesSaying("isn't kicked yet")).toHaveLength(1);
    await world.slack.until('the card says no more of it', () => !words(card).includes("isn't kicked yet"));
  });

  it('is withdrawn by a button, and does not delay a change or what is found in the dashboard', async () => {
    const card = await running();
    world.parsec.trouble({ operation: 'Kick Guest Access Guest', times: 1_000, then: forbidden });
    await submitKick(card);
    const stuck = await cardSaying(world, "The guest isn't kicked yet");
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { gamepad: true });
    await passing(
      world,
      'the change is found',
      () => noticesSaying('This invite was changed in Parsec').length === 1,
      10_000,
    );
    await press(world, world.people.mia, stuck, 'invite:extend');
    const form = await topView(world, world.people.mia, 'extend_form');
    await world.slack.as(world.people.mia).fill(form.id, { blockId: 'extension' }, '30');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    await world.slack.until('it is extended', () => world.parsec.invites[0]?.expires_at === '2026-11-23T15:30:00Z');
    await press(world, world.people.mia, await cardSaying(world, "The guest isn't kicked yet"), 'invite_keep');
    await world.slack.until('it is posted', () => noticesSaying('withdrew the kick').length === 1);
    world.parsec.clearTrouble();
    const kicks = () => world.parsec.requests.filter(({ operation }) => operation === 'Kick Guest Access Guest').length;
    const before = kicks();
    await minutesPass(6);
    expect(kicks()).toBe(before);
  });

  it('ends with the invite', async () => {
    const card = await running();
    world.parsec.trouble({ operation: 'Kick Guest Access Guest', times: 1_000, then: forbidden });
    await submitKick(card);
    await cardSaying(world, "The guest isn't kicked yet");
    moveTo(15, 0, 5);
    const ended = await cardSaying(world, '*Ended*');
    expect(words(ended)).not.toContain('kicked');
    expect(noticesSaying('kicked')).toHaveLength(1);
  });
});

describe('the end of the window, while Parsec refuses the key', () => {
  it('settles a stuck cancel, which is noticed as soon as the key works', async () => {
    const card = await running();
    world.parsec.refuseKeys(true);
    await submitCancel(card);
    await cardSaying(world, '*Not cancelled yet.*');
    moveTo(15, 0, 5);
    await passing(world, 'the end is posted', () => noticesSaying('ended <!date').length === 1, 10_000);
    await cardSaying(world, "couldn't ask Parsec whether");
    world.parsec.refuseKeys(false);
    await passing(world, 'it is seen to have ended', () => !words(cards(world)[0] as Message).includes("couldn't ask"));
    await cardSaying(world, '*Ended*');
  });

  it('does not end an invite whose end was moved in the dashboard: its pending cancel goes through then', async () => {
    const card = await running();
    world.parsec.refuseKeys(true);
    await submitCancel(card);
    await cardSaying(world, '*Not cancelled yet.*');
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T20:00:00Z' });
    moveTo(15, 0, 5);
    await passing(world, 'the end is posted', () => noticesSaying('ended <!date').length === 1, 10_000);
    world.parsec.refuseKeys(false);
    await passing(world, 'the guest is out', isOut, 10_000);
    await cardSaying(world, '*Cancelled* by');
    await world.slack.until('it is posted', () => noticesSaying('cancelled this invite').length === 1);
  });

  it('is checked until Parsec responds, also when Parsec no longer has the invite', async () => {
    await running();
    world.parsec.refuseKeys(true);
    moveTo(15, 0, 5);
    await cardSaying(world, "couldn't ask Parsec whether");
    world.parsec.dashboard.cancelInvite(world.parsec.invites[0]?.id ?? '');
    world.parsec.refuseKeys(false);
    await passing(
      world,
      'it is seen to have ended',
      () => !words(cards(world)[0] as Message).includes("couldn't ask"),
      10_000,
    );
  });
});

it('a stuck cancel notifies the person who asked by direct message where no channel has the invite', async () => {
  world = await startWorld();
  const [host] = world.parsec.machines;
  const made = { host_peer_id: host?.peer_id ?? '', guest_email: 'zoe@example.com', event_name: 'By hand' };
  const { id } = world.parsec.dashboard.createInvite(made);
  const ada = world.slack.as(world.people.ada);
  const direct = () => world.slack.messages.filter(({ text }) => text.includes('zoe@example.com'));
  await passing(world, 'it is listed', () => world.logLines.some((line) => line.includes('reconciled')), 10_000);
  world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 3, then: forbidden });
  await ada.command(world.channel, '/guest cancel zoe');
  const form = await topView(world, world.people.ada, 'cancel_form');
  expect(await ada.submit(form.id)).toBe('closed');
  await passing(world, 'the person is notified', () => direct().some(({ text }) => text.includes("couldn't cancel ")));
  await passing(
    world,
    'it is gone',
    () => world.parsec.invites.find((each) => each.id === id)?.hidden.cancelled === true,
  );
  await world.slack.until('the person is notified', () => direct().some(({ text }) => text.includes('is cancelled')));
  expect(direct()).toHaveLength(2);
});

describe('a cancel with three replicas', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });

  it('is posted once and done once, whichever replica does it', async () => {
    const card = await running({ databaseUrl: await postgres.freshStore(), rateLimits: false });
    await world.addReplica();
    await world.addReplica();
    world.parsec.refuseKeys(true);
    await submitCancel(card);
    await cardSaying(world, '*Not cancelled yet.*');
    await minutesPass(4);
    world.parsec.refuseKeys(false);
    await passing(world, 'the guest is out', isOut, 10_000);
    await cardSaying(world, '*Cancelled* by');
    await world.slack.until('it is posted', () => noticesSaying('cancelled this invite').length === 1);
    expect(noticesSaying('This invite is *not* cancelled yet')).toHaveLength(1);
    expect(world.parsec.mails.map(({ about }) => about)).toEqual(['invited', 'cancelled']);
  });
});
