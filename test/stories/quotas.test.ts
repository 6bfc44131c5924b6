import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Quotas } from '../../src/domain/quota.ts';
import { createMemoryQuotas } from '../../src/store/quotas.ts';
import { anEvening, cards, openFilledForm, postStarts, submitAnyway, thread, words } from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

const HOUR = 3_600_000;
const SIX = 6;

let postgres: Postgres;
let world: World;
let made = 0;
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => world.stop());

/** Bots on one PostgreSQL, in a workspace with rate limits. */
async function bots(count: number, quotasOfEach?: () => Quotas): Promise<void> {
  world = await startWorld({
    noBot: true,
    databaseUrl: await postgres.freshStore(),
    parsec: { credits: 100 },
    rateLimits: true,
  });
  const parts = () => (quotasOfEach === undefined ? {} : { quotas: quotasOfEach() });
  await world.restart(parts());
  for (let nth = 1; nth < count; nth++) await world.addReplica(parts());
}

/** Invites in one channel, each of which posts a card there. */
async function invite(count: number): Promise<void> {
  for (let nth = 0; nth < count; nth++) {
    const view = await openFilledForm(world, world.people.mia, { ...anEvening, event: `event-${++made}` });
    expect(await submitAnyway(world, world.people.mia, view)).toBe('closed');
  }
}

const notices = () => cards(world).flatMap((card) => thread(world, card));
const saying = (text: string) => cards(world).filter((card) => words(card).includes(text));
// The test fills in and redraws forms faster than a person; that is another quota.
const tooMuch = () =>
  world.slack.calls
    .filter((call) => call.status === 429 && !call.method.startsWith('views.'))
    .map((call) => call.method);

describe('six posts to one channel', () => {
  it('arrive, and Slack never has to return 429 to either of two bots', { timeout: 120_000 }, async () => {
    await bots(2);
    await invite(SIX);
    await world.slack.until('all are scheduled', () => saying('*Scheduled*').length === SIX, 60_000);
    await postStarts(world, world.people.mia);
    // Mia writes Paris times: 14:00 there is 13:00 here. Starts, since warnings and ends are folded.
    world.clock.advance(4.1 * HOUR);
    await world.slack.until('all are active', () => saying('*Active*').length === SIX, 60_000);
    await world.slack.until('all have started', () => notices().length === SIX, 60_000);
    expect(tooMuch()).toEqual([]);
    expect(saying('event-')).toHaveLength(SIX);
  });

  const faults: [string, () => Quotas][] = [
    ['each of four bots counts for itself', createMemoryQuotas],
    ['nobody counts', () => ({ acquire: async () => 'acquired', block: async () => {} })],
  ];
  it.each(faults)('exceed the rate limit when %s', { timeout: 120_000 }, async (_, quotasOfEach) => {
    await bots(4, quotasOfEach);
    await invite(SIX);
    const seen = () => tooMuch().includes('chat.postMessage');
    await world.slack.until('all are scheduled', () => seen() || saying('*Scheduled*').length === SIX, 60_000);
    // If the cards came slowly enough, the starts come all at once.
    await postStarts(world, world.people.mia);
    world.clock.advance(4.1 * HOUR);
    await world.slack.until('Slack says 429', seen, 30_000);
  });
});

describe('a rate limit response from Slack', () => {
  it.each([3, undefined])(
    'makes both bots wait, and everything arrives (Retry-After: %s)',
    {
      timeout: 60_000,
    },
    async (retryAfterSeconds) => {
      await bots(2);
      world.slack.trouble({ method: 'chat.postMessage', then: { rateLimited: { retryAfterSeconds } } });
      await invite(3);
      await world.slack.until('all are scheduled', () => saying('*Scheduled*').length === 3, 60_000);
      world.slack.trouble({ method: 'chat.update', then: { rateLimited: { retryAfterSeconds } } });
      world.clock.advance(4.5 * HOUR);
      await world.slack.until('all are active', () => saying('*Active*').length === 3, 60_000);
      expect(tooMuch()).toEqual(['chat.postMessage', 'chat.update']);
      expect(cards(world)).toHaveLength(3);
    },
  );

  it('to the search for a lost post does not delay other posts there', async () => {
    await bots(1);
    world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
    world.slack.trouble({ method: 'conversations.history', then: { rateLimited: { retryAfterSeconds: 3_600 } } });
    await invite(1);
    await world.slack.until('looking is too much', () => tooMuch().includes('conversations.history'));
    await invite(1);
    await world.slack.until('the other is posted', () => saying('*Scheduled*').length > 0 && cards(world).length === 2);
    world.clock.advance(HOUR);
    await world.slack.until('the lost one is found', () => saying('*Scheduled*').length === 2);
    expect(cards(world)).toHaveLength(2);
  });
});
