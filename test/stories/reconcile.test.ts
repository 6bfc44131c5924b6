import { afterEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/app.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { Dispatcher } from '../../src/providers/http.ts';
import {
  anEvening,
  cardSaying,
  cards,
  choose,
  inviteGuest,
  passing,
  press,
  thread,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LIST = 'Get Guest Access Invites';
const READ = 'Get Guest Access Invite';

const asked = (operation: string) => world.parsec.requests.filter((request) => request.operation === operation).length;
const reconciled = () => world.logLines.filter((line) => line.includes('"why":"reconciled"')).length;

/** Waits for what does not show in Slack: at Parsec, or in the log. */
const comesTrue = (what: string, look: () => boolean) => expect.poll(look, { message: what, interval: 5 }).toBe(true);

/** Lets one period pass and the run in it end. */
async function onePeriod(ms = MINUTE + SECOND): Promise<void> {
  const before = reconciled();
  world.clock.advance(ms);
  await comesTrue('a run of reconciling has ended', () => reconciled() > before);
}

/** A world in which Mia has invited Ana from 14:00 to 16:00, and all is quiet. */
async function withInvite(options: WorldOptions = {}): Promise<string> {
  world = await startWorld(options);
  await inviteGuest(world, world.people.mia);
  await cardSaying(world, '*Scheduled*');
  await onePeriod();
  return world.parsec.invites[0]?.id ?? '';
}

/** The texts in the thread of the only card. */
const notices = () => cards(world).flatMap((card) => thread(world, card).map((message) => message.text));

/** The texts in the thread of the only card, once there are this many. */
async function threadNotices(count: number): Promise<string[]> {
  const [card] = cards(world);
  if (card === undefined) throw new Error('no card');
  await world.slack.until(`${count} notices`, () => thread(world, card).length >= count);
  return thread(world, card).map((message) => message.text);
}

/** The reply to this command, and to no earlier one. */
async function answered(person: string, command: string, text: string): Promise<string> {
  const before = whispers(world, person).length;
  await world.slack.as(person).command(world.channel, command);
  return world.slack.until(`${command} is answered with “${text}”`, () =>
    whispers(world, person)
      .slice(before)
      .map(words)
      .find((reply) => reply.includes(text)),
  );
}

const listed = (filter: string) => answered(world.people.ada, `/guest list ${filter}`, 'invites');

/** An HTTP dispatcher that holds one response until it is released. */
function holdAnswer(isMeant: (path: string, method: string) => boolean) {
  const dispatcher = createDispatcher();
  const request = dispatcher.request.bind(dispatcher);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held: Dispatcher['request'] = async (options) => {
    const answer = await request(options);
    if (isMeant(options.path, options.method)) await released;
    return answer;
  };
  Object.assign(dispatcher, { request: held });
  return { dispatcher, release: () => release() };
}

const createExternal = (parts: Partial<Parameters<World['parsec']['dashboard']['createInvite']>[0]> = {}) =>
  world.parsec.dashboard.createInvite({
    host_peer_id: world.parsec.machines[1]?.peer_id ?? '',
    guest_email: 'zoe@example.com',
    event_name: 'Dashboard review',
    starts_at: '2026-11-23T13:00:00Z',
    expires_at: '2026-11-23T15:00:00Z',
    ...parts,
  });

describe("somebody changes an invite in Parsec's own dashboard", () => {
  it('extends it: the card and the thread say so once, within a period, and the end moves', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
    const [notice] = await threadNotices(1);
    expect(notice).toContain('This invite was changed in Parsec: ends');
    expect(notice).toMatch(/Mon 23 Nov 2026, 18:00 in Paris> instead of .*Mon 23 Nov 2026, 16:00 in Paris>\./);
    await onePeriod();
    expect(await threadNotices(1)).toHaveLength(1);
    world.clock.advance(6 * HOUR);
    await cardSaying(world, '*Active*');
    world.clock.advance(2 * HOUR);
    await cardSaying(world, '*Ended*');
    expect((await threadNotices(2)).at(-1)).toContain('ended <!date');
  });

  it('shortens it: it ends when it ends there', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T13:30:00Z' });
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 14:30');
    world.clock.advance(4 * HOUR + 35 * MINUTE);
    await cardSaying(world, '*Ended*');
    expect(await threadNotices(2)).toHaveLength(2);
  });

  it('shortens it into the past: it has ended', async () => {
    const id = await withInvite();
    await onePeriod(5 * HOUR);
    await cardSaying(world, '*Active*');
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T13:30:00Z' });
    await onePeriod();
    await cardSaying(world, '*Ended*');
    expect((await threadNotices(2)).join()).toContain('ended <!date');
  });

  it('extends it while the bot is stopped, until after its end: the notice names the end it had there', async () => {
    const id = await withInvite();
    await world.app().stop();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T16:30:00Z' });
    world.clock.advance(Date.UTC(2026, 10, 23, 19) - world.clock.now());
    await world.restart();
    const card = await cardSaying(world, '*Ended*');
    expect(words(card)).toContain('Mon 23 Nov 2026, 17:30');
    expect((await threadNotices(1))[0]).toMatch(/ended .*Mon 23 Nov 2026, 17:30 in Paris.*2 hours 30 minutes late/);
  });

  it('extends it while Parsec is down: it ends by our record, reopens, and its end is posted again', async () => {
    const id = await withInvite();
    await onePeriod(5 * HOUR);
    await cardSaying(world, '*Active*');
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T16:30:00Z' });
    for (const operation of [READ, LIST])
      world.parsec.trouble({ operation, times: 100, then: { status: 403, body: { message: 'not allowed' } } });
    world.clock.advance(Date.UTC(2026, 10, 23, 15) - world.clock.now());
    const card = await cardSaying(world, '*Ended*');
    expect(words(card)).toContain("Guestlist couldn't ask Parsec whether the end was moved");
    expect(words(card)).not.toContain('can no longer connect');
    await passing(world, 'the end is posted', () => notices().join().includes('ended <!date'));
    world.parsec.clearTrouble();
    await passing(world, 'it is open again', () => words(cards(world)[0] ?? card).includes('*Active*'), MINUTE);
    expect((await threadNotices(2))[1]).toContain('This invite was changed in Parsec: ends');
    world.clock.advance(Date.UTC(2026, 10, 23, 16, 31) - world.clock.now());
    await cardSaying(world, '*Ended*');
    await passing(
      world,
      'the end is posted again',
      () => notices().filter((text) => text.includes('ended <!date')).length === 2,
    );
    expect(words(await cardSaying(world, '17:30'))).toContain('The guest can no longer connect.');
  });

  it('moves its start: it starts then', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { starts_at: '2026-11-23T11:00:00Z' });
    await onePeriod();
    expect((await threadNotices(1))[0]).toContain('starts');
    world.clock.advance(2 * HOUR);
    await cardSaying(world, '*Active*');
  });

  it('changes the computer and permissions: the notice names them', async () => {
    const id = await withInvite();
    const host = world.parsec.machines[1]?.peer_id ?? '';
    world.parsec.dashboard.changeInvite(id, { host_peer_id: host, keyboard: false, mouse: false });
    await onePeriod();
    const card = await cardSaying(world, 'Edit 2');
    expect(words(card)).toContain('View only');
    expect((await threadNotices(1))[0]).toContain('computer Edit 2 instead of Edit 1; permissions');
  });

  it('moves it to a computer whose name cannot be read: the whole change waits for the next run', async () => {
    const id = await withInvite();
    world.parsec.trouble({ operation: 'Get Team Machines', then: { status: 401 } });
    world.parsec.dashboard.changeInvite(id, { host_peer_id: world.parsec.machines[1]?.peer_id ?? '' });
    await onePeriod();
    expect(words(await cardSaying(world, 'Edit 1'))).not.toContain('Edit 2');
    await onePeriod();
    await cardSaying(world, 'Edit 2');
  });

  it('cancels it, and it leaves the list: it is read by id, then cancelled, and no notice follows', async () => {
    const id = await withInvite();
    world.parsec.dashboard.cancelInvite(id);
    await onePeriod();
    await cardSaying(world, '*Cancelled* in Parsec');
    expect((await threadNotices(1))[0]).toContain('was cancelled in Parsec');
    expect(asked(READ)).toBe(1);
    await onePeriod(7 * HOUR);
    expect(await threadNotices(1)).toHaveLength(1);
  });

  it("cancels it just before its end: it has ended, without a read by id, as Parsec's clock may be ahead", async () => {
    const id = await withInvite();
    world.parsec.dashboard.cancelInvite(id);
    await onePeriod(Date.UTC(2026, 10, 23, 14, 59, 40) - world.clock.now());
    expect(asked(READ)).toBe(0);
    world.clock.advance(30 * SECOND);
    await cardSaying(world, '*Ended*');
    expect((await threadNotices(2)).at(-1)).toContain('ended <!date');
  });

  it('cancels it, and it stays in the list as cancelled', async () => {
    const id = await withInvite({ parsec: { cancelledVanish: false } });
    // How a cancelled invite looks is not documented; this is one of the signs the client accepts.
    Object.assign(world.parsec.invites[0] ?? {}, { status: 'cancelled' });
    world.parsec.dashboard.cancelInvite(id);
    await onePeriod();
    await cardSaying(world, '*Cancelled* in Parsec');
    expect(asked(READ)).toBe(0);
  });
});

describe("an invite made in Parsec's own dashboard", () => {
  it('is listed and found by admins, without a card, and is another booking for everybody else', async () => {
    world = await startWorld();
    createExternal();
    await onePeriod();
    const list = await listed('upcoming');
    expect(list).toContain('zoe@example.com');
    expect(list).toContain('Edit 2');
    expect(list).toContain('created in Parsec');
    const shown = await answered(world.people.ada, '/guest show zoe@example.com', 'Dashboard review');
    expect(shown).toContain("Created in Parsec's dashboard · not posted in a channel");
    expect(shown).toContain('"cancel:inv_');
    // There is no thread for a calendar file to come into.
    expect(shown).not.toContain('"calendar:inv_');
    // Nothing was posted about it in a channel that others are in.
    const booking = await answered(world.people.mia, '/guest list upcoming', 'Another booking');
    expect(booking).toContain('Edit 2');
    await answered(world.people.mia, '/guest show zoe@example.com', "Guestlist can't find this invite");
    expect(cards(world)).toEqual([]);
  });

  it('is cancelled by an admin, and nothing is posted about it', async () => {
    world = await startWorld();
    const made = createExternal();
    await onePeriod();
    await world.slack.as(world.people.ada).command(world.channel, '/guest cancel zoe@example.com');
    const form = await topView(world, world.people.ada, 'cancel_form');
    expect(await world.slack.as(world.people.ada).submit(form.id)).toBe('closed');
    await comesTrue('it is cancelled at Parsec', () => made.hidden.cancelled);
    await onePeriod();
    expect(cards(world)).toEqual([]);
    expect(await listed('all')).toContain('cancelled');
  });

  it('ends without a notice, and is imported once', async () => {
    world = await startWorld();
    createExternal();
    await onePeriod();
    await onePeriod();
    expect(await listed('all')).toContain('1 to 1 of 1');
    world.clock.advance(7 * HOUR);
    await comesTrue('its end was read', () => asked(READ) > 0);
    // Nothing is open any more: the next run is five minutes away.
    await onePeriod(6 * MINUTE);
    expect(world.slack.messages.filter((message) => message.ephemeralFor === undefined)).toEqual([]);
  });

  it('has a card and its notices in the channel the policy names', async () => {
    let channel = '';
    world = await startWorld({
      policy: {
        invites: {
          ...defaultPolicy.invites,
          showsGuestInSharedChannels: true,
          get adoptedChannel() {
            return channel;
          },
        },
      },
    });
    channel = world.channel;
    const made = createExternal();
    await onePeriod();
    const card = await cardSaying(world, '*Scheduled*');
    expect(words(card)).toContain('zoe@example.com');
    expect(words(card)).toContain("Created in Parsec's dashboard");
    // The place of the card was saved just now, and a fresh record is compared a period later.
    await onePeriod();
    world.parsec.dashboard.changeInvite(made.id, { expires_at: '2026-11-23T16:00:00Z' });
    await onePeriod();
    expect((await threadNotices(1))[0]).toContain('This invite was changed in Parsec: ends');
    await press(world, world.people.mia, card, 'invite:cancel');
    await whisper(world, world.people.mia, 'Only the inviter');
  });

  it('is not imported once it has ended', async () => {
    world = await startWorld();
    createExternal({ starts_at: '2026-11-20T13:00:00Z', expires_at: '2026-11-20T15:00:00Z' });
    await onePeriod();
    expect(await listed('all')).toContain('No invites yet');
  });
});

describe('an invite of our own is not mistaken for an external invite', () => {
  it('when the response to its create is lost', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'after' } });
    // The lookup three seconds later fails, and the next is far away: reconciling finds the invite first.
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, 'Not confirmed yet');
    world.parsec.trouble({ operation: LIST, then: { status: 401 } });
    world.clock.advance(4 * SECOND);
    // A refused key is checked at once, with one more list.
    await comesTrue('it was looked for in vain', () => asked(LIST) >= 1);
    await onePeriod();
    await cardSaying(world, '*Scheduled*');
    expect(await listed('all')).toContain('1 to 1 of 1');
    expect(world.parsec.invites).toHaveLength(1);
  });

  it('when the response to its create is slow, while a page shows it', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { hang: 'after' } });
    await inviteGuest(world, world.people.mia);
    await comesTrue('the invite is there', () => world.parsec.invites.length === 1);
    await onePeriod();
    expect(await listed('all')).toContain('1 to 1 of 1');
    expect(await listed('all')).toContain('ana@example.com');
  });

  it('when the response to its create is slow, and somebody changes it in the dashboard meanwhile', async () => {
    world = await startWorld({ noBot: true });
    const answer = holdAnswer((path, method) => method === 'POST' && path.endsWith('/guest-access-invites'));
    await world.restart({ dispatcher: answer.dispatcher });
    await inviteGuest(world, world.people.mia);
    await comesTrue('the invite is there', () => world.parsec.invites.length === 1);
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    answer.release();
    await cardSaying(world, '*Scheduled*');
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
    expect(await listed('all')).toContain('1 to 1 of 1');
    expect(world.parsec.credits).toBe(11);
  });
});

describe('an operation in progress here comes first', () => {
  it('a change of ours that Parsec has not confirmed is not overwritten', async () => {
    const id = await withInvite();
    world.parsec.trouble({ operation: 'Update Guest Access Invite', times: 2, then: { status: 429 } });
    const [card] = cards(world);
    if (card === undefined) throw new Error('no card');
    await press(world, world.people.mia, card, 'invite:update');
    const form = await topView(world, world.people.mia, 'update_form');
    await choose(world, world.people.mia, form, 'host', 'Edit 2');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    await cardSaying(world, 'Waiting for Parsec to confirm');
    // Meanwhile somebody extends it in the dashboard: that waits until ours is settled.
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    expect(words(await cardSaying(world, 'Waiting for Parsec to confirm'))).not.toContain('18:00');
    world.clock.advance(6 * MINUTE);
    await comesTrue('Parsec was asked again', () => asked('Update Guest Access Invite') === 2);
    await passing(world, 'it is posted', () => thread(world, card).length > 0, MINUTE);
    expect((await threadNotices(1))[0]).toContain('changed this invite:');
    // A period whose page was read before ours was settled leaves it to the next.
    await passing(world, 'the other change is posted', () => thread(world, card).length > 1, MINUTE + SECOND);
    const notices = await threadNotices(2);
    expect(notices[1]).toContain('This invite was changed in Parsec: ends');
    expect(words(await cardSaying(world, '18:00'))).toContain('Edit 2');
  });

  it('a page read before a change of ours was confirmed is ignored', async () => {
    await withInvite();
    const [card] = cards(world);
    if (card === undefined) throw new Error('no card');
    await press(world, world.people.mia, card, 'invite:update');
    const form = await topView(world, world.people.mia, 'update_form');
    await choose(world, world.people.mia, form, 'host', 'Edit 2');
    // Parsec’s list lags behind what it confirms.
    const before = { ...world.parsec.invites[0] };
    const { hidden: _, ...stale } = before;
    world.parsec.trouble({ operation: LIST, then: { status: 200, body: { data: [stale], count: 1 } } });
    world.clock.advance(58 * SECOND);
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    expect((await threadNotices(1))[0]).toContain('changed this invite:');
    const ended = reconciled();
    world.clock.advance(3 * SECOND);
    await comesTrue('the stale page was read', () => reconciled() > ended);
    await onePeriod();
    expect(words(await cardSaying(world, 'Edit 2'))).not.toContain('Edit 1');
    expect(await threadNotices(1)).toHaveLength(1);
  });

  it('an invite that has ended here stays ended, whatever its window says later', async () => {
    const id = await withInvite();
    world.clock.advance(6 * HOUR + MINUTE);
    await cardSaying(world, '*Ended*');
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T20:00:00Z' });
    await onePeriod(6 * MINUTE);
    await onePeriod(6 * MINUTE);
    await cardSaying(world, '*Ended*');
    expect(await threadNotices(1)).toHaveLength(1);
    expect(await listed('all')).toContain('1 to 1 of 1');
  });
});

describe('pages that shift during a run', () => {
  it('an invite that slides from the second page to the first after a removal is read by id, and kept', async () => {
    world = await startWorld();
    const past = { starts_at: '2026-11-20T13:00:00Z', expires_at: '2026-11-20T15:00:00Z' };
    for (let n = 0; n < 200; n++) createExternal({ ...past, guest_email: `past${n}@example.com` });
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled*');
    for (let n = 0; n < 50; n++) createExternal({ ...past, guest_email: `late${n}@example.com` });
    await onePeriod();
    const [lists, reads] = [asked(LIST), asked(READ)];
    const stop = world.parsec.onChange(() => {
      if (asked(LIST) !== lists + 1) return;
      stop();
      world.parsec.dashboard.cancelInvite(world.parsec.invites[0]?.id ?? '');
    });
    await onePeriod();
    expect(asked(READ)).toBe(reads + 1);
    expect(asked(LIST)).toBe(lists + 2);
    await cardSaying(world, '*Scheduled*');
    expect(await threadNotices(0)).toEqual([]);
    await onePeriod();
    expect(asked(READ)).toBe(reads + 1);
  });

  it('an invite that appears on two pages after an insertion is imported once', async () => {
    world = await startWorld();
    const held: { splice(at: number, remove: number, ...items: unknown[]): unknown } = world.parsec.invites as never;
    for (let n = 0; n < 205; n++) createExternal({ guest_email: `z${n}@example.com` });
    const stop = world.parsec.onChange(() => {
      if (asked(LIST) !== 1) return;
      stop();
      const made = createExternal({ guest_email: 'first@example.com' });
      held.splice(world.parsec.invites.length - 1, 1);
      held.splice(0, 0, made);
    });
    await onePeriod();
    expect(await listed('upcoming')).toContain('of 205');
    await onePeriod();
    expect(await listed('upcoming')).toContain('of 206');
  });
});

describe('Parsec fails while invites are compared', () => {
  it('while it is down, nothing is invented or lost, and changes are posted afterwards', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    world.parsec.trouble({ operation: LIST, times: 1_000, then: { cut: 'before' } });
    const lists = asked(LIST);
    world.clock.advance(MINUTE + SECOND);
    await comesTrue('the list was asked for in vain', () => asked(LIST) > lists);
    expect(await threadNotices(0)).toEqual([]);
    await cardSaying(world, 'Mon 23 Nov 2026, 16:00');
    world.parsec.clearTrouble();
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
    expect(await threadNotices(1)).toHaveLength(1);
  });

  it('with an empty list while every read by id fails: no invite counts as gone', async () => {
    await withInvite();
    world.parsec.trouble({ operation: LIST, then: { status: 200, body: { data: [], count: 0 } } });
    world.parsec.trouble({ operation: READ, times: 1_000, then: { status: 500 } });
    await onePeriod();
    expect(asked(READ)).toBeGreaterThan(0);
    await cardSaying(world, '*Scheduled*');
    expect(await threadNotices(0)).toEqual([]);
  });

  it('with 429: the next request comes when Parsec said, and continues where the run stopped', async () => {
    world = await startWorld({ parsec: { retryAfter: true } });
    for (let n = 0; n < 401; n++) createExternal({ guest_email: `z${n}@example.com` });
    // Two pages, then the quota.
    const lists = () => world.parsec.requests.filter((request) => request.operation === LIST);
    const stop = world.parsec.onChange(() => {
      if (lists().length !== 2) return;
      stop();
      world.parsec.trouble({ operation: LIST, then: { status: 429, headers: { 'retry-after': '90' } } });
    });
    world.clock.advance(MINUTE + SECOND);
    await comesTrue('the quota was met', () => world.logLines.some((line) => line.includes('provider_busy')));
    world.clock.advance(80 * SECOND);
    await listed('upcoming');
    expect(lists()).toHaveLength(3);
    world.clock.advance(15 * SECOND);
    await comesTrue('the run has ended', () => reconciled() === 1);
    expect(lists().map((request) => request.query.offset)).toEqual(['0', '200', '400', '400']);
    expect(await listed('upcoming')).toContain('of 401');
  });
});

describe('the comparison with Parsec runs', () => {
  it('every minute while invites are open, every five otherwise', async () => {
    world = await startWorld();
    await onePeriod();
    const idle = asked(LIST);
    world.clock.advance(2 * MINUTE);
    await listed('all');
    expect(asked(LIST)).toBe(idle);
    // An invite is made: it is watched from then on.
    await inviteGuest(world, world.people.mia, anEvening);
    await cardSaying(world, '*Scheduled*');
    await onePeriod();
    expect(asked(LIST)).toBe(idle + 1);
    await onePeriod();
    expect(asked(LIST)).toBe(idle + 2);
  });

  it('a period later when the clock is set back, not when that time comes again', async () => {
    const id = await withInvite();
    const before = reconciled();
    world.clock.advance(-3 * HOUR);
    await comesTrue('it was run since', () => reconciled() > before);
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
  });

  it('once per period with two processes on one store', async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled*');
    const first = world.app();
    await world.restart();
    const before = asked(LIST);
    for (let period = 1; period <= 3; period++) {
      const ended = reconciled();
      world.clock.advance(MINUTE + SECOND);
      first.wake();
      await comesTrue('a run has ended', () => reconciled() > ended);
    }
    expect(asked(LIST)).toBe(before + 3);
    await first.stop();
  });
});
