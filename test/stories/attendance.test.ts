import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { openDatabase } from '../../src/store/open-store.ts';
import {
  anEvening,
  cardSaying,
  cards,
  inviteGuest,
  moveTo,
  passing,
  press,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

/** A look of the reader at most in each step. */
const STEP_MS = 30_000;
const LOG = 'Get Audit Log Events';
const reads = () => world.parsec.requests.filter(({ operation }) => operation === LOG);
const inviteId = (nth = 0) => world.parsec.invites[nth]?.id ?? '';
const cardOf = (event: string) => cards(world).find((card) => words(card).includes(event));
const says = (event: string, text: string) => words(cardOf(event) ?? ({} as Message)).includes(text);
const threadText = (event: string) => {
  const card = cardOf(event);
  return card === undefined ? '' : thread(world, card).map(words).join('\n');
};

/** Until the log is read once more than now, and what that says is on the cards. */
async function readAgain(times = 1): Promise<void> {
  const before = reads().length;
  await passing(world, 'the log is read', () => reads().length >= before + times, STEP_MS);
}

/** Somebody of the team connected this morning: the log has shown that it names people. */
function tomConnects(): void {
  const [machine] = world.parsec.machines;
  const [tom] = world.parsec.members;
  if (machine !== undefined && tom !== undefined) world.parsec.memberConnects(machine.id, tom.user_id);
}

/** The evening of all stories: 13:00 to 15:00 UTC, on Edit 1. */
async function anInvitedGuest(options: WorldOptions = {}): Promise<Message> {
  world = await startWorld({ transport: overSocket[0] ?? 'socket', ...options });
  tomConnects();
  await inviteGuest(world, world.people.mia);
  return cardSaying(world, '*Scheduled*');
}

/** As a person whose preferences say so. */
async function wantsToHearOfArrivals(person: string): Promise<void> {
  const db = await openDatabase({ dataDir: world.dataDir });
  const tables = await db.introspection.getTables();
  const columns = tables.find(({ name }) => name === 'person_settings')?.columns.map(({ name }) => name) ?? [];
  if (!columns.includes('tells_arrival'))
    await db.schema.alterTable('person_settings').addColumn('tells_arrival', 'integer').execute();
  const settings = { person_id: person, reach: 'mention', changed_at: 0, tells_arrival: 1 } as const;
  await db.insertInto('person_settings').values(settings).execute();
  await db.destroy();
}

it('the card says that the guest connected, left, and connected again; the inviter who wants to is told once', async () => {
  const card = await anInvitedGuest();
  await wantsToHearOfArrivals(world.people.mia);
  moveTo(world, 12, 58);
  await cardSaying(world, '*Scheduled*');
  expect(reads()).toEqual([]);

  moveTo(world, 13, 3);
  world.parsec.guestFails(inviteId());
  world.parsec.guestConnects(inviteId());
  await passing(world, 'the card says connected', () => says('Render review', 'Connected <!date'), STEP_MS);
  await world.slack.until('Mia is told', () => threadText('Render review').includes('connected to'));
  expect(threadText('Render review')).toContain(`<@${world.people.mia}>`);

  world.clock.advance(10 * 60_000);
  world.parsec.guestLeaves(inviteId());
  await passing(world, 'the card says left', () => says('Render review', ', left <!date'), STEP_MS);
  world.clock.advance(10 * 60_000);
  world.parsec.guestConnects(inviteId());
  await passing(world, 'the card says connected', () => !says('Render review', ', left <!date'), STEP_MS);

  // Parsec disconnects the guest at the end.
  moveTo(world, 15, 1);
  await passing(
    world,
    'the card says when they left',
    () => says('Render review', `, left <!date^${Date.UTC(2026, 10, 23, 15) / 1000}`),
    STEP_MS,
  );
  expect(words(card)).toContain('*Ended*');
  expect(thread(world, card).filter((message) => message.text.includes('connected to'))).toHaveLength(1);
  expect(threadText('Render review')).not.toContain("hasn't connected");
});

it('tells the inviter once of a guest who has not come, when the log has had its time; and then that they came', async () => {
  await anInvitedGuest({ parsec: { auditLogDelayMs: 60_000 } });
  moveTo(world, 13, 14);
  await readAgain(2);
  expect(says('Render review', "Hasn't connected")).toBe(false);
  moveTo(world, 13, 17);
  await passing(world, 'the card says so', () => says('Render review', "Hasn't connected."), STEP_MS);
  await world.slack.until('Mia is told', () => threadText('Render review').includes("hasn't connected to"));

  // The bot is killed and started again: all it read, it may read again.
  await world.app().stop();
  await world.restart();
  await readAgain(3);
  world.parsec.guestConnects(inviteId());
  await passing(world, 'the card says connected', () => says('Render review', 'Connected <!date'), STEP_MS);
  const missed = thread(world, cardOf('Render review') as Message).filter(({ text }) =>
    text.includes("hasn't connected"),
  );
  expect(missed).toHaveLength(1);
  // She did not ask to hear of it.
  expect(threadText('Render review')).not.toContain('connected to Edit 1 <!date');
});

it('an event that the log shows late takes back what was said', async () => {
  await anInvitedGuest({ parsec: { auditLogDelayMs: 5 * 60_000 } });
  moveTo(world, 13, 14);
  world.parsec.guestConnects(inviteId());
  moveTo(world, 13, 18);
  await passing(world, 'the card says that nobody came', () => says('Render review', "Hasn't connected."), STEP_MS);
  await passing(
    world,
    'the card says when they came',
    () => says('Render review', `Connected <!date^${Date.UTC(2026, 10, 23, 13, 14) / 1000}`),
    10_000,
  );
});

it('an event that the log shows in the time it is given is not missed', async () => {
  await anInvitedGuest({ parsec: { auditLogDelayMs: 90_000 } });
  moveTo(world, 13, 14);
  world.clock.advance(30_000);
  world.parsec.guestConnects(inviteId());
  await passing(world, 'the card says connected', () => says('Render review', 'Connected <!date'), STEP_MS);
  expect(threadText('Render review')).toBe('');
});

it('of two invites of one guest, the card of the right one says so', async () => {
  await anInvitedGuest();
  await inviteGuest(world, world.people.mia, {
    ...anEvening,
    event: 'Second look',
    start: ['2026-11-23', '16:00'],
    end: ['2026-11-23', '17:00'],
  });
  await world.slack.until('both are there', () => world.parsec.invites.length === 2);
  moveTo(world, 15, 20);
  world.parsec.guestConnects(inviteId(1));
  await passing(world, 'its card says connected', () => says('Second look', 'Connected <!date'), STEP_MS);
  await passing(world, 'the first says that nobody came', () => says('Render review', 'Never connected.'), STEP_MS);
});

describe('nothing is claimed', () => {
  const silent = () => cards(world).every((card) => !/Connected <|Never connected|asn't connected/.test(words(card)));

  it('without the permission; and it is not asked for every minute', async () => {
    world = await startWorld({ transport: 'socket' });
    world.parsec.trouble({ operation: LOG, times: 10_000, then: { status: 403, body: { message: 'no' } } });
    tomConnects();
    await inviteGuest(world, world.people.mia);
    const card = await cardSaying(world, '*Scheduled*');
    moveTo(world, 13, 2);
    world.parsec.guestConnects(inviteId());
    await passing(world, 'it was refused', () => reads().length === 1, STEP_MS);
    moveTo(world, 13, 11);
    await cardSaying(world, '*Active*');
    expect(reads()).toHaveLength(1);
    moveTo(world, 13, 40);
    await passing(world, 'it is tried again', () => reads().length === 2, STEP_MS);
    expect(silent()).toBe(true);
    expect(thread(world, card)).toEqual([]);

    // Somebody gives the key the permission: all of it is known.
    world.parsec.clearTrouble();
    await passing(world, 'the card says connected', () => says('Render review', 'Connected <!date'), STEP_MS);
  });

  it('while the quota is used up, which it does not use up itself', async () => {
    await anInvitedGuest();
    moveTo(world, 13, 1);
    await readAgain(1);
    const busy = { status: 429, body: { message: 'Too many requests' }, headers: { 'retry-after': '1500' } };
    world.parsec.trouble({ operation: LOG, times: 1, then: busy });
    await readAgain(1);
    const before = reads().length;
    moveTo(world, 13, 25);
    await cardSaying(world, '*Active*');
    expect(reads()).toHaveLength(before);
    expect(silent()).toBe(true);
    moveTo(world, 13, 28);
    await passing(world, 'the card says that nobody came', () => says('Render review', "Hasn't connected."), STEP_MS);
    const since = world.clock.now();
    const count = reads().length;
    await passing(world, 'five minutes', () => world.clock.now() >= since + 300_000, STEP_MS);
    expect(reads().length - count).toBeLessThanOrEqual(10);
  });

  it('as long as the log never named anybody; and of an invite that ends, only what is known of all its time', async () => {
    world = await startWorld({ transport: 'socket' });
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled*');
    moveTo(world, 13, 20);
    await readAgain(2);
    expect(silent()).toBe(true);
    await press(world, world.people.mia, await cardSaying(world, '*Active*'), 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    await world.slack.as(world.people.mia).submit(form.id);
    await cardSaying(world, '*Cancelled*');
    expect(silent()).toBe(true);
    // Nobody is on: the log is read a little longer, for the one who was thrown out, and then no more.
    moveTo(world, 14, 0);
    await cardSaying(world, '*Cancelled*');
    const count = reads().length;
    moveTo(world, 14, 30);
    expect(reads()).toHaveLength(count);
  });
});
