import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  invited,
  openFilledForm,
  press,
  thread,
  passing as timePasses,
  topView,
  words,
} from '../support/gestures.ts';
import { submitMembers } from '../support/member-gestures.ts';
import { noLimits, openToAll } from '../support/policies.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { type WatchedDispatcher, watchedDispatcher } from '../support/watched-dispatcher.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

// The jobs of one person, a slow system or a silent Slack must not keep anybody else waiting, least of all a cancel.
let world: World;
afterEach(async () => {
  // Hanging requests end with their server, so that the test does not wait until the bot gives up.
  await Promise.all([world.parsec.stop(), world.config.providers.snyk && world.snyk().stop()]);
  await world.stop();
});

const passing = (what: string, look: () => boolean) => timePasses(world, what, look);

/** A person requests an invite; the form is accepted, and its jobs are under way. */
async function ask(person: string, email: string, channel = world.channel): Promise<void> {
  // One computer each: the form would ask about a booked one, and these requests have to be quick.
  const { name } = world.parsec.addMachine({ name: `Seat ${world.parsec.machines.length}` });
  const view = await openFilledForm(
    world,
    person,
    { ...anEvening, email, host: name, event: `Review of ${email}` },
    channel,
  );
  expect(await world.slack.as(person).submit(view.id), JSON.stringify(view.errors)).toBe('closed');
}

async function askFor(person: string, name: string, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) await ask(person, `${name}-${n}@example.com`);
}

async function cancel(person: string, card: Message): Promise<void> {
  await press(world, person, card, 'invite:cancel');
  const form = await topView(world, person, 'cancel_form');
  expect(await world.slack.as(person).submit(form.id)).toBe('closed');
}

const HELD_SECONDS = 600;
/** Slack takes no card until the clock is moved on: how long it takes to ask does not decide who is first. The one it refuses is Ada's. */
async function holdCards(): Promise<void> {
  world.slack.trouble({ method: 'chat.postMessage', then: { rateLimited: { retryAfterSeconds: HELD_SECONDS } } });
  await ask(world.people.ada, 'ada-0@example.com');
  await world.slack.until('Slack refuses the card', () => world.slack.calls.some(({ status }) => status === 429));
}
function releaseCards(): void {
  expect(cards(world), 'all cards are still queued').toHaveLength(0);
  world.clock.advance(HELD_SECONDS * 1_000);
}

const names = (message: Message, name: string) => words(message).includes(`${name}-`);
const ofPerson = (name: string) => cards(world).findIndex((card) => names(card, name));

describe('in a channel where one person has many cards', () => {
  it('the card of another person is next, and all cards of the first follow', {
    timeout: 60_000,
  }, async () => {
    world = await startWorld({ rateLimits: false, parsec: { credits: 100 } });
    await askFor(world.people.mia, 'mia', 15);
    const before = cards(world).length;
    expect(before, 'most cards are still queued').toBeLessThan(10);
    await askFor(world.people.ben, 'ben', 1);
    await passing('Ben has his card', () => ofPerson('ben') >= 0);
    // One card may have been on its way already.
    expect(ofPerson('ben')).toBeLessThanOrEqual(before + 1);
    await passing('Mia has all of hers', () => cards(world).length === 16);
    const guests = cards(world).flatMap((card) => /(?:mia|ben)-\d+(?=@)/.exec(words(card))?.[0] ?? []);
    const mias = guests.filter((guest) => guest !== 'ben-1');
    expect(mias, 'in the order in which she asked').toEqual(Array.from({ length: 15 }, (_, n) => `mia-${n + 1}`));
    expect(guests).toHaveLength(16);
  });

  it('people alternate, one message each', { timeout: 60_000 }, async () => {
    world = await startWorld({ rateLimits: false, parsec: { credits: 100 } });
    await holdCards();
    await askFor(world.people.mia, 'mia', 8);
    await askFor(world.people.ben, 'ben', 4);
    await askFor(world.people.ada, 'ada', 4);
    releaseCards();
    await passing('all have their cards', () => cards(world).length === 17);
    // From then on, as long as all three had cards to post.
    const inviters = cards(world)
      .slice(1, 7)
      .map((card) => /(mia|ben|ada)-/.exec(words(card))?.[1]);
    expect(inviters).toHaveLength(6);
    for (const nth of [0, 3]) expect(new Set(inviters.slice(nth, nth + 3)).size, inviters.join(' ')).toBe(3);
  });

  it('failures and ends are posted before routine updates, and the updates follow', {
    timeout: 60_000,
  }, async () => {
    world = await startWorld({ rateLimits: false, parsec: { credits: 100 } });
    await askFor(world.people.mia, 'mia', 8);
    await passing(
      'all are scheduled',
      () => cards(world).filter((card) => words(card).includes('*Scheduled*')).length === 8,
    );
    const ben = await invited(world, world.people.ben, { email: 'ben-1@example.com', event: 'of Ben' });
    const user = world.slack.as(world.people.mia);
    await user.command(world.channel, '/guest settings');
    const settings = await topView(world, world.people.mia, 'settings_form');
    await user.fill(settings.id, { blockId: 'starts' }, ['starts']);
    expect(await user.submit(settings.id)).toBe('closed');
    // Mia and Ben write Paris and New York times: hers start at 13:00 here.
    world.clock.advance(Date.UTC(2026, 10, 23, 13) - world.clock.now());
    const starts = () =>
      cards(world)
        .flatMap((card) => thread(world, card))
        .filter((each) => /can now connect/.test(each.text));
    await passing('the first start is posted', () => starts().length > 0);
    await cancel(world.people.ben, ben);
    const posted = starts().length;
    await passing('the cancel is posted', () => thread(world, ben).some((each) => /cancelled/i.test(each.text)));
    expect(starts().length).toBeLessThanOrEqual(posted + 1);
    await passing('all starts are posted', () => starts().length === 8);
  });
});

/** Who hangs at a system hangs until its server ends, however slow the machine: whoever waits for a slot of theirs waits in vain. */
const patient = { timing: { timeout: () => new AbortController().signal } };

/** Bots whose requests are seen, on one store, and a card of Mia's to cancel. */
async function begin(options: WorldOptions & { readonly bots?: number } = {}) {
  const watched = watchedDispatcher();
  const policy = { ...noLimits, ...openToAll() };
  world = await startWorld({
    rateLimits: false,
    noBot: true,
    policy,
    ...options,
    parsec: { credits: 100, ...options.parsec },
  });
  await world.restart({ dispatcher: watched.dispatcher, ...patient });
  for (let bot = 1; bot < (options.bots ?? 1); bot++)
    await world.addReplica({ dispatcher: watched.dispatcher, ...patient });
  return { watched, card: await invited(world, world.people.mia, { email: 'first@example.com', event: 'First' }) };
}

const isCancel = (request: string) => /^DELETE .*\/guest-access-invites\/[^/]+$/.test(request.split('?')[0] ?? '');

/** Presses, and returns how many hanging requests were still open when the cancel was sent. */
async function stillOut(watched: WatchedDispatcher, hung: RegExp, pressing: () => Promise<void>): Promise<number> {
  const left = Promise.withResolvers<number>();
  const arrived = () =>
    world.parsec.requests.filter(({ operation }) => operation === 'Cancel Guest Access Invite').length;
  const before = arrived();
  watched.onLeave(({ request }) => {
    if (isCancel(request)) left.resolve(waiting(watched, hung));
  });
  await pressing();
  const still = await left.promise;
  await world.slack.until('Parsec has it', () => arrived() > before);
  return still;
}

const hanging = (operation: string) => ({ operation, times: 1_000, then: { hang: 'before' } }) as const;
const waiting = (watched: WatchedDispatcher, hung: RegExp) =>
  [...watched.out].filter(({ request }) => hung.test(request)).length;

type Asking = readonly (readonly [person: string, count: number, out: number])[];
/** One person after the other asks for invites, until as many requests are out as they can have by then: who comes first decides it. */
async function askUntil(watched: WatchedDispatcher, hung: RegExp, asking: Asking): Promise<void> {
  for (const [person, count, out] of asking) {
    await askFor(person, person, count);
    await untilOut(watched, hung, out);
  }
}
function untilOut(watched: WatchedDispatcher, hung: RegExp, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (waiting(watched, hung) === count) resolve();
    };
    watched.onLeave(look);
    look();
  });
}

describe('a cancel is sent immediately while', () => {
  it('Parsec hangs on everything else that people requested', { timeout: 60_000 }, async () => {
    const { watched, card } = await begin();
    world.parsec.trouble(hanging('Create Guest Access Invite'));
    const creates = /^POST .*guest-access-invites/;
    // Each takes half of what is free, and leaves one of eight slots to somebody else.
    await askUntil(watched, creates, [
      [world.people.ben, 5, 4],
      [world.people.ada, 5, 6],
      [world.people.mia, 5, 7],
    ]);
    expect(await stillOut(watched, creates, () => cancel(world.people.mia, card))).toBe(7);
  });

  it('Snyk hangs on batch after batch', { timeout: 60_000 }, async () => {
    const { watched, card } = await begin({ snyk: {} });
    world.snyk().trouble(hanging('Invite a user to an organization'));
    const invites = /^POST .*\/invites/;
    const role = world.snyk().roles[0]?.id ?? '';
    for (const person of [world.people.ada, world.people.ben, world.people.mia]) {
      for (let batch = 0; batch < 4; batch++) {
        const addresses = `${person}-${batch}@example.com`;
        const { result, view } = await submitMembers(world, person, { system: 'snyk', addresses, role });
        expect(result, JSON.stringify(view.errors)).toBe('closed');
      }
    }
    await world.slack.until('some wait for Snyk', () => waiting(watched, invites) >= 2);
    const out = waiting(watched, invites);
    // A system has its own slots and no more.
    expect(out).toBe(2);
    expect(await stillOut(watched, invites, () => cancel(world.people.mia, card))).toBe(out);
  });

  it('reconciliation hangs', async () => {
    const { watched, card } = await begin();
    world.parsec.trouble(hanging('Get Guest Access Invites'));
    world.clock.advance(60_000);
    const pages = /^GET .*guest-access-invites\?/;
    await world.slack.until('it reconciles', () => waiting(watched, pages) > 0);
    expect(await stillOut(watched, pages, () => cancel(world.people.mia, card))).toBe(1);
  });

  it('Parsec hangs on reading many expired invites', { timeout: 60_000 }, async () => {
    const { watched } = await begin();
    await askFor(world.people.mia, 'mia', 12);
    await passing(
      'all are scheduled',
      () => cards(world).filter((each) => words(each).includes('*Scheduled*')).length === 13,
    );
    const ben = await invited(world, world.people.ben, { email: 'ben-1@example.com', event: 'of Ben' });
    world.parsec.trouble(hanging('Get Guest Access Invite'));
    // Hers are over at 15:00, his go on for hours: he writes New York times.
    world.clock.advance(Date.UTC(2026, 10, 23, 15, 0, 1) - world.clock.now());
    const reads = /^GET .*guest-access-invites\/[^?]+$/;
    await world.slack.until('the ends are read', () => waiting(watched, reads) >= 5);
    const out = waiting(watched, reads);
    expect(await stillOut(watched, reads, () => cancel(world.people.ben, ben))).toBe(out);
  });

  it('a change to the same invite waits for its response', async () => {
    const { watched, card } = await begin();
    world.parsec.trouble(hanging('Update Guest Access Invite'));
    await press(world, world.people.mia, card, 'invite:extend');
    const form = await topView(world, world.people.mia, 'extend_form');
    expect(await world.slack.as(world.people.mia).submit(form.id), JSON.stringify(form.errors)).toBe('closed');
    const updates = /^PUT .*guest-access-invites/;
    await world.slack.until('the change is out', () => waiting(watched, updates) === 1);
    expect(await stillOut(watched, updates, () => cancel(world.people.mia, card))).toBe(1);
    await world.slack.until('the card says so', () => cards(world).some((each) => words(each).includes('*Cancelled*')));
    expect(world.parsec.invites.filter(({ hidden }) => hidden.cancelled)).toHaveLength(1);
  });

  it('another person cancels all of their invites, and Parsec hangs on each', { timeout: 60_000 }, async () => {
    const { watched } = await begin();
    await askFor(world.people.mia, 'mia', 10);
    await passing(
      'all are scheduled',
      () => cards(world).filter((each) => words(each).includes('*Scheduled*')).length === 11,
    );
    const ben = await invited(world, world.people.ben, { email: 'ben-1@example.com', event: 'of Ben' });
    world.parsec.trouble(hanging('Cancel Guest Access Invite'));
    for (const card of cards(world).filter((each) => names(each, 'mia'))) await cancel(world.people.mia, card);
    const cancels = /^DELETE .*guest-access-invites/;
    await world.slack.until('hers hang', () => waiting(watched, cancels) >= 8);
    const out = waiting(watched, cancels);
    world.parsec.clearTrouble();
    expect(await stillOut(watched, cancels, () => cancel(world.people.ben, ben))).toBe(out + 1);
  });

  it('Slack takes seconds for each message', { timeout: 60_000 }, async () => {
    const { watched, card } = await begin();
    const channels = Array.from(
      { length: 8 },
      (_, n) => world.slack.addChannel({ name: `c${n}`, members: [world.people.ben, world.people.mia], bot: true }).id,
    );
    world.slack.trouble({ method: 'chat.postMessage', times: 1_000, then: { delayMs: 3_000 } });
    world.slack.trouble({ method: 'chat.update', times: 1_000, then: { delayMs: 3_000 } });
    for (const [n, channel] of channels.entries()) await ask(world.people.ben, `ben-${n}@example.com`, channel);
    const posts = /chat\.(postMessage|update)/;
    await world.slack.until('messages hang', () => waiting(watched, posts) >= 5);
    const out = waiting(watched, posts);
    expect(await stillOut(watched, posts, () => cancel(world.people.mia, card))).toBeGreaterThanOrEqual(out);
    world.slack.clearTrouble();
  });

  it('Slack rate-limits every message', { timeout: 60_000 }, async () => {
    const { watched, card } = await begin();
    world.slack.trouble({ method: 'chat.postMessage', times: 1_000, then: { rateLimited: { retryAfterSeconds: 60 } } });
    world.slack.trouble({ method: 'chat.update', times: 1_000, then: { rateLimited: { retryAfterSeconds: 60 } } });
    await askFor(world.people.ben, 'ben', 9);
    await world.slack.until('Slack says so', () => world.slack.calls.some((call) => call.status === 429));
    await stillOut(watched, /never/, () => cancel(world.people.mia, card));
    expect(cards(world), 'nothing was said meanwhile').toHaveLength(1);
  });
});

describe('with two bots that share a PostgreSQL database', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });

  it('the card of another person is among the next', { timeout: 60_000 }, async () => {
    world = await startWorld({ rateLimits: false, databaseUrl: await postgres.freshStore(), parsec: { credits: 100 } });
    await world.addReplica();
    await holdCards();
    await askFor(world.people.mia, 'mia', 15);
    await askFor(world.people.ben, 'ben', 1);
    releaseCards();
    await passing('Ben has his card', () => ofPerson('ben') >= 0);
    // Two bots that try for the same second can skip him now and then.
    expect(ofPerson('ben')).toBeLessThanOrEqual(4);
  });

  it('a cancel is sent immediately while Parsec hangs on everything else', { timeout: 60_000 }, async () => {
    const { watched, card } = await begin({ databaseUrl: await postgres.freshStore(), bots: 2 });
    world.parsec.trouble(hanging('Create Guest Access Invite'));
    const creates = /^POST .*guest-access-invites/;
    await askUntil(watched, creates, [
      [world.people.ben, 7, 7],
      [world.people.ada, 7, 12],
      [world.people.mia, 7, 14],
    ]);
    expect(await stillOut(watched, creates, () => cancel(world.people.mia, card))).toBe(14);
  });
});
