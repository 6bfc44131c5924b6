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

/** Asks that often at the same moment: how many got a turn, and what the others were told. */
export async function takeMany(quotas: readonly Quotas[], times: number, rule: QuotaName, key: string) {
  const each = Math.ceil(times / quotas.length);
  const askers = quotas.flatMap((one) => Array.from({ length: each }, () => one)).slice(0, times);
  const answers = await Promise.all(askers.map((one) => one.take(rule, key)));
  const waits = answers.flatMap((answer) => (answer === 'taken' ? [] : [answer.waitMs]));
  return { taken: answers.filter((answer) => answer === 'taken').length, waits };
}

/** What every way of counting must do. `fresh` makes one in which nothing was taken yet. */
export function quotasContract(name: string, fresh: () => Promise<Quotas>): void {
  describe(`quotas in ${name}`, () => {
    const clock = holdTheClock();
    let quotas: Quotas;
    beforeEach(async () => {
      quotas = await fresh();
    });

    it('gives one post a second to a channel, and says when the next is free', async () => {
      expect(await quotas.take('slack-post', 'C1')).toBe('taken');
      clock.advance(300);
      expect(await quotas.take('slack-post', 'C1')).toEqual({ waitMs: 700 });
      expect(await quotas.take('slack-post', 'C2')).toBe('taken');
      // Who asks in vain does not push the turn further away.
      clock.advance(699);
      expect(await quotas.take('slack-post', 'C1')).toEqual({ waitMs: 1 });
      clock.advance(1);
      expect(await quotas.take('slack-post', 'C1')).toBe('taken');
      expect(await quotas.take('slack-post', 'C1')).toEqual({ waitMs: 1_000 });
    });

    it('spares some turns from what comes in masses, for whoever else comes', async () => {
      const masses = () => quotas.take('200-per-2-minutes', 'k', 'unspared');
      const first = await Promise.all(Array.from({ length: 250 }, masses));
      expect(first.filter((answer) => answer === 'taken')).toHaveLength(180);
      expect(first.filter((answer) => answer !== 'taken')[0]).toEqual({ waitMs: 125_000 });
      expect((await takeMany([quotas], 25, '200-per-2-minutes', 'k')).taken).toBe(20);
      // What is spared is no more than the limit.
      clock.advance(125_000);
      expect((await takeMany([quotas], 250, '200-per-2-minutes', 'k')).taken).toBe(200);
      expect(await masses()).not.toBe('taken');
    });

    it('gives exactly the allowed number to those who ask at once', async () => {
      const first = await takeMany([quotas], 80, '50-per-5-minutes', 'k');
      expect(first.taken).toBe(50);
      expect(new Set(first.waits)).toEqual(new Set([WINDOW_MS]));
      clock.advance(WINDOW_MS - 1);
      expect(await takeMany([quotas], 3, '50-per-5-minutes', 'k')).toEqual({ taken: 0, waits: [1, 1, 1] });
      clock.advance(1);
      expect((await takeMany([quotas], 80, '50-per-5-minutes', 'k')).taken).toBe(50);
    });

    it('lets no stretch of a window hold more, wherever it begins', async () => {
      expect((await takeMany([quotas], 1, '50-per-5-minutes', 'k')).taken).toBe(1);
      clock.advance(WINDOW_MS - 1_000);
      expect((await takeMany([quotas], 60, '50-per-5-minutes', 'k')).taken).toBe(49);
      // The one of the beginning is free again, the 49 of a moment ago are not.
      clock.advance(1_000);
      const next = await takeMany([quotas], 60, '50-per-5-minutes', 'k');
      expect(next.taken).toBe(1);
      expect(new Set(next.waits)).toEqual(new Set([WINDOW_MS - 1_000]));
    });

    it('counts nothing where no number is known', async () => {
      expect(await takeMany([quotas], 500, 'slack-call', 'chat.update')).toEqual({ taken: 500, waits: [] });
    });

    it.each<QuotaName>(['slack-post', 'slack-call', '1620-per-minute-then-silence'])(
      'a block of %s holds for all until it is over, and for nobody else',
      async (rule) => {
        await quotas.block(rule, 'k', 30_000);
        expect(await quotas.take(rule, 'k')).toEqual({ waitMs: 30_000 });
        expect(await quotas.take(rule, 'other')).toBe('taken');
        expect(await quotas.take('undocumented', 'k')).toBe('taken');
        clock.advance(29_999);
        expect(await quotas.take(rule, 'k')).toEqual({ waitMs: 1 });
        clock.advance(1);
        expect(await quotas.take(rule, 'k')).toBe('taken');
      },
    );

    it('a block is prolonged by a longer one and not shortened by a shorter', async () => {
      await quotas.block('slack-call', 'k', 30_000);
      await quotas.block('slack-call', 'k', 5_000);
      expect(await quotas.take('slack-call', 'k')).toEqual({ waitMs: 30_000 });
      await quotas.block('slack-call', 'k', 60_000);
      expect(await quotas.take('slack-call', 'k')).toEqual({ waitMs: 60_000 });
    });

    it('a clock that is set back leaves nobody without a turn until that time comes again', async () => {
      await quotas.take('slack-post', 'C1');
      expect((await takeMany([quotas], 50, '50-per-5-minutes', 'k')).taken).toBe(50);
      await quotas.block('slack-call', 'k', 30_000);
      clock.advance(-3_600_000);
      const posts = await takeMany([quotas], 20, 'slack-post', 'C1');
      expect(posts).toEqual({ taken: 1, waits: Array.from({ length: 19 }, () => 1_000) });
      expect((await takeMany([quotas], 80, '50-per-5-minutes', 'k')).taken).toBe(50);
      expect(await quotas.take('slack-call', 'k')).toBe('taken');
      await quotas.block('slack-call', 'k', 30_000);
      expect(await quotas.take('slack-call', 'k')).toEqual({ waitMs: 30_000 });
    });

    it('the clocks of replicas may differ a little', async () => {
      await quotas.take('slack-post', 'C1');
      await quotas.block('slack-call', 'k', 30_000);
      clock.advance(-400);
      expect(await quotas.take('slack-post', 'C1')).toEqual({ waitMs: 1_000 });
      expect(await quotas.take('slack-call', 'k')).toEqual({ waitMs: 30_400 });
    });

    it('a block of no time is none, and one of half a second is kept to the full', async () => {
      await quotas.block('slack-call', 'k', 0);
      await quotas.block('slack-call', 'k', -5);
      expect(await quotas.take('slack-call', 'k')).toBe('taken');
      await quotas.block('slack-call', 'k', 500.5);
      expect(await quotas.take('slack-call', 'k')).toEqual({ waitMs: 1_000 });
    });
  });
}
