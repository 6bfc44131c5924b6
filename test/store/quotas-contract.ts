import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QuotaName, Quotas } from '../../src/domain/quota.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const WINDOW_MS = 305_000;

/** The library reads the computer's clock, so that is what a test holds in its hand. Timers stay real. */
export function holdTheClock(): { advance(ms: number): void } {
  let now = NOW;
  beforeEach(() => {
    now = NOW;
    vi.useFakeTimers({ toFake: ['Date'], now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  return {
    advance(ms) {
      now += ms;
      vi.setSystemTime(now);
    },
  };
}

/** Asks that often at the same moment: how many acquired, and what the others got. */
export async function takeMany(quotas: readonly Quotas[], times: number, rule: QuotaName, key: string) {
  const each = Math.ceil(times / quotas.length);
  const requesters = quotas.flatMap((one) => Array.from({ length: each }, () => one)).slice(0, times);
  const answers = await Promise.all(requesters.map((one) => one.acquire(rule, key)));
  const waits = answers.flatMap((answer) => (answer === 'acquired' ? [] : [answer.waitMs]));
  return { taken: answers.filter((answer) => answer === 'acquired').length, waits };
}

/** What every way of counting must do. `fresh` makes one in which nothing was taken yet. */
export function quotasContract(name: string, fresh: () => Promise<Quotas>): void {
  describe(`quotas in ${name}`, () => {
    const clock = holdTheClock();
    let quotas: Quotas;
    beforeEach(async () => {
      quotas = await fresh();
    });

    it('allow one post a second to a channel, and say when the next is free', async () => {
      expect(await quotas.acquire('slack-post', 'C1')).toBe('acquired');
      clock.advance(300);
      expect(await quotas.acquire('slack-post', 'C1')).toEqual({ waitMs: 700 });
      expect(await quotas.acquire('slack-post', 'C2')).toBe('acquired');
      // A refused request does not move the next free time.
      clock.advance(699);
      expect(await quotas.acquire('slack-post', 'C1')).toEqual({ waitMs: 1 });
      clock.advance(1);
      expect(await quotas.acquire('slack-post', 'C1')).toBe('acquired');
      expect(await quotas.acquire('slack-post', 'C1')).toEqual({ waitMs: 1_000 });
    });

    it('reserve some requests from bulk work for others', async () => {
      const masses = () => quotas.acquire('200-per-2-minutes', 'k', 'unspared');
      const first = await Promise.all(Array.from({ length: 250 }, masses));
      expect(first.filter((answer) => answer === 'acquired')).toHaveLength(180);
      expect(first.filter((answer) => answer !== 'acquired')[0]).toEqual({ waitMs: 125_000 });
      expect((await takeMany([quotas], 25, '200-per-2-minutes', 'k')).taken).toBe(20);
      // What is spared is no more than the limit.
      clock.advance(125_000);
      expect((await takeMany([quotas], 250, '200-per-2-minutes', 'k')).taken).toBe(200);
      expect(await masses()).not.toBe('acquired');
    });

    it('allow exactly the limit to simultaneous requests', async () => {
      const first = await takeMany([quotas], 80, '50-per-5-minutes', 'k');
      expect(first.taken).toBe(50);
      expect(new Set(first.waits)).toEqual(new Set([WINDOW_MS]));
      clock.advance(WINDOW_MS - 1);
      expect(await takeMany([quotas], 3, '50-per-5-minutes', 'k')).toEqual({ taken: 0, waits: [1, 1, 1] });
      clock.advance(1);
      expect((await takeMany([quotas], 80, '50-per-5-minutes', 'k')).taken).toBe(50);
    });

    it('allow no more in any stretch as long as the window, wherever it begins', async () => {
      expect((await takeMany([quotas], 1, '50-per-5-minutes', 'k')).taken).toBe(1);
      clock.advance(WINDOW_MS - 1_000);
      expect((await takeMany([quotas], 60, '50-per-5-minutes', 'k')).taken).toBe(49);
      // The one of the beginning is free again, the 49 of a moment ago are not.
      clock.advance(1_000);
      const next = await takeMany([quotas], 60, '50-per-5-minutes', 'k');
      expect(next.taken).toBe(1);
      expect(new Set(next.waits)).toEqual(new Set([WINDOW_MS - 1_000]));
    });

    it('count nothing where no limit is known', async () => {
      expect(await takeMany([quotas], 500, 'slack-call', 'chat.update')).toEqual({ taken: 500, waits: [] });
    });

    it.each<QuotaName>(['slack-post', 'slack-call', '1620-per-minute-then-silence'])(
      'apply a block of %s to everybody it covers until it is over, and to nobody else',
      async (rule) => {
        await quotas.block(rule, 'k', 30_000);
        expect(await quotas.acquire(rule, 'k')).toEqual({ waitMs: 30_000 });
        expect(await quotas.acquire(rule, 'other')).toBe('acquired');
        expect(await quotas.acquire('undocumented', 'k')).toBe('acquired');
        clock.advance(29_999);
        expect(await quotas.acquire(rule, 'k')).toEqual({ waitMs: 1 });
        clock.advance(1);
        expect(await quotas.acquire(rule, 'k')).toBe('acquired');
      },
    );

    it('extend a block by a longer one and do not shorten it by a shorter one', async () => {
      await quotas.block('slack-call', 'k', 30_000);
      await quotas.block('slack-call', 'k', 5_000);
      expect(await quotas.acquire('slack-call', 'k')).toEqual({ waitMs: 30_000 });
      await quotas.block('slack-call', 'k', 60_000);
      expect(await quotas.acquire('slack-call', 'k')).toEqual({ waitMs: 60_000 });
    });

    it('block nobody until the old time when the clock is set back', async () => {
      await quotas.acquire('slack-post', 'C1');
      expect((await takeMany([quotas], 50, '50-per-5-minutes', 'k')).taken).toBe(50);
      await quotas.block('slack-call', 'k', 30_000);
      clock.advance(-3_600_000);
      const posts = await takeMany([quotas], 20, 'slack-post', 'C1');
      expect(posts).toEqual({ taken: 1, waits: Array.from({ length: 19 }, () => 1_000) });
      expect((await takeMany([quotas], 80, '50-per-5-minutes', 'k')).taken).toBe(50);
      expect(await quotas.acquire('slack-call', 'k')).toBe('acquired');
      await quotas.block('slack-call', 'k', 30_000);
      expect(await quotas.acquire('slack-call', 'k')).toEqual({ waitMs: 30_000 });
    });

    it('allow the clocks of replicas to differ a little', async () => {
      await quotas.acquire('slack-post', 'C1');
      await quotas.block('slack-call', 'k', 30_000);
      clock.advance(-400);
      expect(await quotas.acquire('slack-post', 'C1')).toEqual({ waitMs: 1_000 });
      expect(await quotas.acquire('slack-call', 'k')).toEqual({ waitMs: 30_400 });
    });

    it('ignore a block of no time, and keep one of half a second to the full', async () => {
      await quotas.block('slack-call', 'k', 0);
      await quotas.block('slack-call', 'k', -5);
      expect(await quotas.acquire('slack-call', 'k')).toBe('acquired');
      await quotas.block('slack-call', 'k', 500.5);
      expect(await quotas.acquire('slack-call', 'k')).toEqual({ waitMs: 1_000 });
    });
  });
}
