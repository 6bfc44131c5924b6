import { beforeEach, describe, expect, it } from 'vitest';
import { createMovableClock, type MovableClock, systemClock } from '../../../src/clock.ts';
import { problem } from '../../../src/domain/problem.ts';
import type { Quotas } from '../../../src/domain/quota.ts';
import { createRateLimiter, type RateLimiter } from '../../../src/slack/posting/rate-limiter.ts';
import { byClock, createMemoryQuotas } from '../../../src/store/quotas.ts';

let clock: MovableClock;
let quotas: Quotas;
let one: RateLimiter;
let other: RateLimiter;
beforeEach(() => {
  clock = createMovableClock();
  quotas = byClock(createMemoryQuotas(), clock.now, systemClock);
  one = createRateLimiter(quotas, clock.now);
  other = createRateLimiter(quotas, clock.now);
});

const sent = async () => clock.now();
const retryAt = (answer: unknown) => {
  if (typeof answer === 'number') throw new Error('it was sent');
  expect(answer).toMatchObject({ kind: 'problem', code: 'slack_busy', facts: { retryAt: expect.any(Number) } });
  return (answer as { facts: { retryAt: number } }).facts.retryAt;
};

describe('posts into one channel', () => {
  it('lets one of many at the same moment through, from any replica, and says to the others when the next second is free', async () => {
    const before = clock.now();
    const answers = await Promise.all(
      [one, other, one, other, one].map((limiter) => limiter.limited('slack-post', 'C1', sent)),
    );
    expect(answers.filter((answer) => typeof answer === 'number')).toHaveLength(1);
    const times = answers.filter((answer) => typeof answer !== 'number').map(retryAt);
    expect(times).toHaveLength(4);
    // A slot is taken a moment after the call, and the answer comes a moment later.
    for (const at of times) {
      expect(at).toBeGreaterThanOrEqual(before + 990);
      expect(at).toBeLessThanOrEqual(clock.now() + 1_000);
    }
  });

  it('keeps nobody waiting: a channel that is not free does not affect another', async () => {
    const busy = await Promise.all(Array.from({ length: 20 }, () => one.limited('slack-post', 'C1', sent)));
    const quiet = await Promise.all(Array.from({ length: 50 }, (_, nth) => one.limited('slack-post', `D${nth}`, sent)));
    expect(busy.filter((answer) => typeof answer === 'number')).toHaveLength(1);
    expect(quiet.every((answer) => typeof answer === 'number')).toBe(true);
  });

  it('the replica that posted knows when the channel is free again, and so does the one that was refused', async () => {
    expect(one.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    await one.limited('slack-post', 'C1', sent);
    expect(one.freeAt('C1')).toBeGreaterThan(clock.now() + 900);
    expect(one.freeAt('C2')).toBeLessThanOrEqual(clock.now());
    // The other replica does not know it so far.
    expect(other.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    retryAt(await other.limited('slack-post', 'C1', sent));
    expect(other.freeAt('C1')).toBeGreaterThan(clock.now() + 800);
  });

  it('are free again when the clock is moved', async () => {
    await one.limited('slack-post', 'C1', sent);
    clock.advance(3_600_000);
    expect(one.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    expect(await one.limited('slack-post', 'C1', sent)).toEqual(expect.any(Number));
  });

  it('are not blocked until the old time when the clock is set back', async () => {
    await one.limited('slack-post', 'C1', sent);
    clock.advance(-3_600_000);
    expect(one.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    expect(await one.limited('slack-post', 'C1', sent)).toEqual(expect.any(Number));
  });

  it('of the last second are remembered, however many channels there are', async () => {
    const taken: Quotas = { ...quotas, acquire: async () => 'acquired' };
    const limiter = createRateLimiter(taken, clock.now);
    for (let nth = 0; nth < 12_000; nth++) await limiter.acquire('slack-post', `C${nth}`);
    expect(limiter.freeAt('C11999')).toBeGreaterThan(clock.now());
  });
});

describe('a rate limit reported by Slack', () => {
  const tooMuch = (ms: number) => async () => problem('slack_busy', { retryAt: clock.now() + ms });

  it('holds back every replica, for that channel only', async () => {
    const at = retryAt(await one.limited('slack-post', 'C1', tooMuch(30_000)));
    expect(retryAt(await other.limited('slack-post', 'C1', sent))).toBeGreaterThanOrEqual(at - 1_000);
    expect(await other.limited('slack-post', 'C2', sent)).toEqual(expect.any(Number));
    expect(one.freeAt('C1')).toBe(at);
    expect(other.freeAt('C1')).toBeGreaterThanOrEqual(at - 1_000);
  });

  it('holds back a method for all channels', async () => {
    await one.limited('slack-call', 'chat.update', tooMuch(30_000));
    let called = false;
    const answer = await other.limited('slack-call', 'chat.update', async () => {
      called = true;
    });
    retryAt(answer);
    expect(called).toBe(false);
    expect(await other.limited('slack-call', 'conversations.replies', sent)).toEqual(expect.any(Number));
    clock.advance(30_000);
    expect(await other.limited('slack-call', 'chat.update', sent)).toEqual(expect.any(Number));
  });

  it('any other Problem is passed on and holds nobody back', async () => {
    expect(await one.limited('slack-call', 'chat.update', async () => problem('slack_unreachable'))).toEqual(
      problem('slack_unreachable'),
    );
    expect(await one.limited('slack-call', 'chat.update', sent)).toEqual(expect.any(Number));
  });
});
