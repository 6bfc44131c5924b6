import { afterEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/app.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
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

/** For what does not show in Slack: at Parsec, or in the log. */
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
  await cardSaying(world, '*Scheduled.*');
  await onePeriod();
  return world.parsec.invites[0]?.id ?? '';
}

/** The texts in the thread of the only card. */
const notices = () => cards(world).flatMap((card) => thread(world, card).map((message) => message.text));

/** The texts in the thread of the only card, once there are this many. */
async function told(count: number): Promise<string[]> {
  const [card] = cards(world);
  if (card === undefined) throw new Error('no card');
  await world.slack.until(`${count} notices`, () => thread(world, card).length >= count);
  return thread(world, card).map((message) => message.text);
}

/** What a person is told for this command, and for no earlier one. */
async function answered(person: string, command: string, text: string): Promise<string> {
  const before = whispers(world, person).length;
  await world.slack.as(person).command(world.channel, command);
  return world.slack.until(`${command} is answered with “${text}”`, () =>
    whispers(world, person)
      .slice(before)
      .map(words)
      .find((told) => told.includes(text)),
  );
}

const listed = (filter: string) => answered(world.people.ada, `/guest list ${filter}`, 'invites');

/** A way out that keeps one answer until it is released. */
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

const stranger = (parts: Partial<Parameters<World['parsec']['dashboard']['createInvite']>[0]> = {}) =>
  world.parsec.dashboard.createInvite({
    host_peer_id: world.parsec.machines[1]?.peer_id ?? '',
    guest_email: 'zoe@example.com',
    event_name: 'Dashboard review',
    starts_at: '2026-11-23T13:00:00Z',
    expires_at: '2026-11-23T15:00:00Z',
    ...parts,
  });

describe('somebody changes an invite in Parsec’s own dashboard', () => {
  it('prolongs it: card and thread say so within a period, once, and the end moves', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
    const [notice] = await told(1);
    expect(notice).toContain('Changed in Parsec: ends');
    expect(notice).toMatch(/Mon 23 Nov 2026, 18:00 in Paris> instead of .*Mon 23 Nov 2026, 16:00 in Paris>\./);
    await onePeriod();
    expect(await told(1)).toHaveLength(1);
    world.clock.advance(6 * HOUR);
    await cardSaying(world, '*Active*');
    world.clock.advance(2 * HOUR);
    await cardSaying(world, '*Ended*');
    expect((await told(2)).at(-1)).toContain('has ended');
  });

  it('shortens it: it ends when it ends there', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T13:30:00Z' });
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 14:30');
    world.clock.advance(4 * HOUR + 35 * MINUTE);
    await cardSaying(world, '*Ended*');
    expect(await told(2)).toHaveLength(2);
  });

  it('shortens it into the past: it has ended', async () => {
    const id = await withInvite();
    await onePeriod(5 * HOUR);
    await cardSaying(world, '*Active*');
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T13:30:00Z' });
    await onePeriod();
    await cardSaying(world, '*Ended*');
    expect((await told(2)).join()).toContain('has ended');
  });

  it('prolongs it while the bot is away, until after its end: told is the end it had there', async () => {
    const id = await withInvite();
    await world.app().stop();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T16:30:00Z' });
    world.clock.advance(Date.UTC(2026, 10, 23, 19) - world.clock.now());
    await world.restart();
    const card = await cardSaying(world, '*Ended*');
    expect(words(card)).toContain('Mon 23 Nov 2026, 17:30');
    expect((await told(1))[0]).toMatch(/has ended.*Mon 23 Nov 2026, 17:30 in Paris.*2 hours 30 minutes late/);
  });

  it('prolongs it in the moment in which nobody can ask: ended by our own record, then open again, and told of its end once more', async () => {
    const id = await withInvite();
    await onePeriod(5 * HOUR);
    await cardSaying(world, '*Active*');
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T16:30:00Z' });
    for (const operation of [READ, LIST])
      world.parsec.trouble({ operation, times: 100, then: { status: 403, body: { message: 'not allowed' } } });
    world.clock.advance(Date.UTC(2026, 10, 23, 15) - world.clock.now());
    const card = await cardSaying(world, '*Ended*');
    expect(words(card)).toContain('Parsec could not be asked whether its end was moved');
    expect(words(card)).not.toContain('can no longer connect');
    await passing(world, 'the end is told', () => notices().join().includes('has ended'));
    world.parsec.clearTrouble();
    await passing(world, 'it is open again', () => words(cards(world)[0] ?? card).includes('*Active*'), MINUTE);
    expect((await told(2))[1]).toContain('Changed in Parsec: ends');
    world.clock.advance(Date.UTC(2026, 10, 23, 16, 31) - world.clock.now());
    await cardSaying(world, '*Ended*');
    await passing(
      world,
      'the end is told again',
      () => notices().filter((text) => text.includes('has ended')).length === 2,
    );
    expect(words(await cardSaying(world, '17:30'))).toContain('The guest can no longer connect.');
  });

  it('moves its start: it starts then', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { starts_at: '2026-11-23T11:00:00Z' });
    await onePeriod();
    expect((await told(1))[0]).toContain('starts');
    world.clock.advance(2 * HOUR);
    await cardSaying(world, '*Active*');
  });

  it('changes computer and permissions: told by name', async () => {
    const id = await withInvite();
    const host = world.parsec.machines[1]?.peer_id ?? '';
    world.parsec.dashboard.changeInvite(id, { host_peer_id: host, keyboard: false, mouse: false });
    await onePeriod();
    const card = await cardSaying(world, 'Edit 2');
    expect(words(card)).toContain('View only');
    expect((await told(1))[0]).toContain('computer Edit 2 instead of Edit 1; what the guest may use');
  });

  it('a computer whose name cannot be asked waits for the next run; nothing is half told', async () => {
    const id = await withInvite();
    world.parsec.trouble({ operation: 'Get Team Machines', then: { status: 401 } });
    world.parsec.dashboard.changeInvite(id, { host_peer_id: world.parsec.machines[1]?.peer_id ?? '' });
    await onePeriod();
    expect(words(await cardSaying(world, 'Edit 1'))).not.toContain('Edit 2');
    await onePeriod();
    await cardSaying(world, 'Edit 2');
  });

  it('cancels it, and it leaves the list: read by id, then cancelled, and no notice comes after', async () => {
    const id = await withInvite();
    world.parsec.dashboard.cancelInvite(id);
    await onePeriod();
    await cardSaying(world, '*Cancelled* in Parsec');
    expect((await told(1))[0]).toContain('was cancelled in Parsec');
    expect(asked(READ)).toBe(1);
    await onePeriod(7 * HOUR);
    expect(await told(1)).toHaveLength(1);
  });

  it('is not asked for in its last seconds, when it may be over already by Parsec’s clock: it has ended', async () => {
    const id = await withInvite();
    world.parsec.dashboard.cancelInvite(id);
    await onePeriod(Date.UTC(2026, 10, 23, 14, 59, 40) - world.clock.now());
    expect(asked(READ)).toBe(0);
    world.clock.advance(30 * SECOND);
    await cardSaying(world, '*Ended*');
    expect((await told(2)).at(-1)).toContain('has ended');
  });

  it('cancels it, and it stays in the list as cancelled', async () => {
    const id = await withInvite({ parsec: { cancelledVanish: false } });
    // How a cancelled invite shows is not documented; one of the signs the client takes.
    Object.assign(world.parsec.invites[0] ?? {}, { status: 'cancelled' });
    world.parsec.dashboard.cancelInvite(id);
    await onePeriod();
    await cardSaying(world, '*Cancelled* in Parsec');
    expect(asked(READ)).toBe(0);
  });
});

describe('an invite made in Parsec’s own dashboard', () => {
  it('is listed and found by admins, without a card, and is another booking for everybody else', async () => {
    world = await startWorld();
    stranger();
    await onePeriod();
    const list = await listed('upcoming');
    expect(list).toContain('zoe@example.com');
    expect(list).toContain('Edit 2');
    expect(list).toContain('made in Parsec');
    const shown = await answered(world.people.ada, '/guest show zoe@example.com', 'Dashboard review');
    expect(shown).toContain("Made in Parsec's own dashboard · no channel is told");
    expect(shown).toContain('"cancel:inv_');
    // Nobody was told of it in a channel that others are in.
    const booking = await answered(world.people.mia, '/guest list upcoming', 'Another booking');
    expect(booking).toContain('Edit 2');
    await answered(world.people.mia, '/guest show zoe@example.com', 'There is no such invite');
    expect(cards(world)).toEqual([]);
  });

  it('is cancelled by an admin, and nothing is posted about it', async () => {
    world = await startWorld();
    const made = stranger();
    await onePeriod();
    await world.slack.as(world.people.ada).command(world.channel, '/guest cancel zoe@example.com');
    const form = await topView(world, world.people.ada, 'cancel_form');
    expect(await world.slack.as(world.people.ada).submit(form.id)).toBe('closed');
    await comesTrue('it is cancelled at Parsec', () => made.hidden.cancelled);
    await onePeriod();
    expect(cards(world)).toEqual([]);
    expect(await listed('all')).toContain('cancelled');
  });

  it('ends without a word, and is adopted once', async () => {
    world = await startWorld();
    stranger();
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
    const made = stranger();
    await onePeriod();
    const card = await cardSaying(world, '*Scheduled.*');
    expect(words(card)).toContain('zoe@example.com');
    expect(words(card)).toContain("Made in Parsec's own dashboard");
    // Where the card stands was saved just now, and what was just written is compared a period later.
    await onePeriod();
    world.parsec.dashboard.changeInvite(made.id, { expires_at: '2026-11-23T16:00:00Z' });
    await onePeriod();
    expect((await told(1))[0]).toContain('Changed in Parsec: ends');
    await press(world, world.people.mia, card, 'invite:cancel');
    await whisper(world, world.people.mia, 'Only the person who invited');
  });

  it('that is over is not adopted', async () => {
    world = await startWorld();
    stranger({ starts_at: '2026-11-20T13:00:00Z', expires_at: '2026-11-20T15:00:00Z' });
    await onePeriod();
    expect(await listed('all')).toContain('No invites yet');
  });
});

describe('what is ours is not taken for a stranger', () => {
  it('a create whose answer is lost', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'after' } });
    // It is looked for three seconds later, and then for long in vain: reconciling meets the invite first.
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, 'Not confirmed yet');
    world.parsec.trouble({ operation: LIST, then: { status: 401 } });
    world.clock.advance(4 * SECOND);
    await comesTrue('it was looked for in vain', () => asked(LIST) === 1);
    await onePeriod();
    await cardSaying(world, '*Scheduled.*');
    expect(await listed('all')).toContain('1 to 1 of 1');
    expect(world.parsec.invites).toHaveLength(1);
  });

  it('a create whose answer is long in coming, while a page shows it', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { hang: 'after' } });
    await inviteGuest(world, world.people.mia);
    await comesTrue('the invite is there', () => world.parsec.invites.length === 1);
    await onePeriod();
    expect(await listed('all')).toContain('1 to 1 of 1');
    expect(await listed('all')).toContain('ana@example.com');
  });

  it('a create whose answer is long in coming, and which somebody changes in the dashboard meanwhile', async () => {
    world = await startWorld({ noBot: true });
    const answer = holdAnswer((path, method) => method === 'POST' && path.endsWith('/guest-access-invites'));
    await world.restart({ dispatcher: answer.dispatcher });
    await inviteGuest(world, world.people.mia);
    await comesTrue('the invite is there', () => world.parsec.invites.length === 1);
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    answer.release();
    await cardSaying(world, '*Scheduled.*');
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
    expect(await listed('all')).toContain('1 to 1 of 1');
    expect(world.parsec.credits).toBe(11);
  });
});

describe('what is under way here goes first', () => {
  it('a change of ours that Parsec has not confirmed is not overwritten', async () => {
    const id = await withInvite();
    world.parsec.trouble({ operation: 'Update Guest Access Invite', times: 2, then: { status: 429 } });
    const [card] = cards(world);
    if (card === undefined) throw new Error('no card');
    await press(world, world.people.mia, card, 'invite:update');
    const form = await topView(world, world.people.mia, 'update_form');
    await choose(world, world.people.mia, form, 'host', 'Edit 2');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    await cardSaying(world, 'Parsec has not confirmed it yet');
    // Meanwhile somebody prolongs it in the dashboard: that waits until ours is settled.
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    expect(words(await cardSaying(world, 'Parsec has not confirmed it yet'))).not.toContain('18:00');
    world.clock.advance(6 * MINUTE);
    await comesTrue('Parsec was asked again', () => asked('Update Guest Access Invite') === 2);
    await passing(world, 'it is told', () => thread(world, card).length > 0, MINUTE);
    expect((await told(1))[0]).toContain('Changed by');
    // A period whose page was read before ours was settled leaves it to the next.
    await passing(world, 'the other change is told', () => thread(world, card).length > 1, MINUTE + SECOND);
    const notices = await told(2);
    expect(notices[1]).toContain('Changed in Parsec: ends');
    expect(words(await cardSaying(world, '18:00'))).toContain('Edit 2');
  });

  it('a page read before a change of ours was confirmed is not believed', async () => {
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
    expect((await told(1))[0]).toContain('Changed by');
    const ended = reconciled();
    world.clock.advance(3 * SECOND);
    await comesTrue('the stale page was read', () => reconciled() > ended);
    await onePeriod();
    expect(words(await cardSaying(world, 'Edit 2'))).not.toContain('Edit 1');
    expect(await told(1)).toHaveLength(1);
  });

  it('what has ended here stays ended, whatever its window says later', async () => {
    const id = await withInvite();
    world.clock.advance(6 * HOUR + MINUTE);
    await cardSaying(world, '*Ended*');
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T20:00:00Z' });
    await onePeriod(6 * MINUTE);
    await onePeriod(6 * MINUTE);
    await cardSaying(world, '*Ended*');
    expect(await told(1)).toHaveLength(1);
    expect(await listed('all')).toContain('1 to 1 of 1');
  });
});

describe('pages that shift under way', () => {
  it('something removed in front, and ours slides from the second page to the first: read by id, and kept', async () => {
    world = await startWorld();
    const past = { starts_at: '2026-11-20T13:00:00Z', expires_at: '2026-11-20T15:00:00Z' };
    for (let n = 0; n < 200; n++) stranger({ ...past, guest_email: `past${n}@example.com` });
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled.*');
    for (let n = 0; n < 50; n++) stranger({ ...past, guest_email: `late${n}@example.com` });
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
    await cardSaying(world, '*Scheduled.*');
    expect(await told(0)).toEqual([]);
    await onePeriod();
    expect(asked(READ)).toBe(reads + 1);
  });

  it('something put in front: what comes on two pages is adopted once', async () => {
    world = await startWorld();
    const held: { splice(at: number, remove: number, ...items: unknown[]): unknown } = world.parsec.invites as never;
    for (let n = 0; n < 205; n++) stranger({ guest_email: `z${n}@example.com` });
    const stop = world.parsec.onChange(() => {
      if (asked(LIST) !== 1) return;
      stop();
      const made = stranger({ guest_email: 'first@example.com' });
      held.splice(world.parsec.invites.length - 1, 1);
      held.splice(0, 0, made);
    });
    await onePeriod();
    expect(await listed('upcoming')).toContain('of 205');
    await onePeriod();
    expect(await listed('upcoming')).toContain('of 206');
  });
});

describe('Parsec has trouble while invites are compared', () => {
  it('down: nothing is invented, nothing lost, and what changed is told afterwards', async () => {
    const id = await withInvite();
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    world.parsec.trouble({ operation: LIST, times: 1_000, then: { cut: 'before' } });
    const lists = asked(LIST);
    world.clock.advance(MINUTE + SECOND);
    await comesTrue('the list was asked for in vain', () => asked(LIST) > lists);
    expect(await told(0)).toEqual([]);
    await cardSaying(world, 'Mon 23 Nov 2026, 16:00');
    world.parsec.clearTrouble();
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
    expect(await told(1)).toHaveLength(1);
  });

  it('an empty list while every read by id fails: nothing is gone', async () => {
    await withInvite();
    world.parsec.trouble({ operation: LIST, then: { status: 200, body: { data: [], count: 0 } } });
    world.parsec.trouble({ operation: READ, times: 1_000, then: { status: 500 } });
    await onePeriod();
    expect(asked(READ)).toBeGreaterThan(0);
    await cardSaying(world, '*Scheduled.*');
    expect(await told(0)).toEqual([]);
  });

  it('429: the next request comes when Parsec said, and goes on where it stopped', async () => {
    world = await startWorld({ parsec: { retryAfter: true } });
    for (let n = 0; n < 401; n++) stranger({ guest_email: `z${n}@example.com` });
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

describe('when', () => {
  it('every minute while invites are open, every five otherwise', async () => {
    world = await startWorld();
    await onePeriod();
    const idle = asked(LIST);
    world.clock.advance(2 * MINUTE);
    await listed('all');
    expect(asked(LIST)).toBe(idle);
    // An invite is made: it is watched from then on.
    await inviteGuest(world, world.people.mia, anEvening);
    await cardSaying(world, '*Scheduled.*');
    await onePeriod();
    expect(asked(LIST)).toBe(idle + 1);
    await onePeriod();
    expect(asked(LIST)).toBe(idle + 2);
  });

  it('a clock that is set back keeps it waiting for a period, not until that time comes again', async () => {
    const id = await withInvite();
    const before = reconciled();
    world.clock.advance(-3 * HOUR);
    await comesTrue('it was run since', () => reconciled() > before);
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T17:00:00Z' });
    await onePeriod();
    await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
  });

  it('two processes on one store: one run per period', async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled.*');
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
