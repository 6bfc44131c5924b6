import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type QuotaName, type Quotas, quotaRules } from '../domain/quota.ts';

/** How each counter is made: it holds one slot, and how long that stays taken is given with each call. */
export const ONE_SLOT = { points: 1, duration: 1, keyPrefix: '' } as const;

/** Clocks of replicas differ by less. What is held for longer than it was taken for was taken before the clock was set back, ms. */
const CLOCKS_DIFFER_MS = 5_000;

/** The quotas of one process, in its memory. */
export function createMemoryQuotas(): Quotas {
  return createQuotas(new RateLimiterMemory(ONE_SLOT));
}

/**
 * Quotas over a counter that is made with ONE_SLOT. A limit of n is n slots, each free again a whole window after it was taken. One
 * counter up to n would begin a new window whenever the last is over: 2n could leave within moments, which blocks us for minutes.
 * Throws what the counter throws when its store is away.
 */
export function createQuotas(counter: RateLimiterAbstract): Quotas {
  return {
    async acquire(rule, key, share = 'all') {
      const blockedMs = await leftOf(counter, blockKey(rule, key));
      if (blockedMs > 0) return { waitMs: blockedMs };
      const { limit, spared = 0 } = quotaRules[rule];
      if (limit === undefined) return 'acquired';
      const count = share === 'all' ? limit.count : limit.count - spared;
      let waitMs = limit.windowMs;
      // Those who come together begin at different slots instead of all asking for the first.
      const first = Math.floor(Math.random() * count);
      for (let nth = 0; nth < count; nth++) {
        const slot = `${rule} ${key} ${(first + nth) % count}`;
        const left = await acquireSlot(counter, slot, limit.windowMs);
        if (left === 'acquired') return left;
        waitMs = Math.min(waitMs, left);
      }
      return { waitMs };
    },

    async block(rule, key, ms) {
      const name = blockKey(rule, key);
      const seconds = wholeSeconds(ms);
      // As many points as seconds: they say later how long it was to be.
      if (ms > 0 && (await leftOf(counter, name)) < ms) await counter.set(name, seconds, seconds);
    },
  };
}

/**
 * Makes quotas follow a clock that can be moved: what was taken before a move does not count after it. The library goes by real
 * time, so the keys carry how far the clock is from it. In production both clocks are one, and the keys are plain.
 */
export function byClock(quotas: Quotas, now: () => number, realNow: () => number): Quotas {
  if (now === realNow) return quotas;
  const at = (key: string) => {
    const offset = offsetOf(now, realNow);
    return offset === 0 ? key : `${key} ${offset}`;
  };
  return {
    acquire: (rule, key, share) => quotas.acquire(rule, at(key), share),
    block: (rule, key, ms) => quotas.block(rule, at(key), ms),
  };
}

/** Exact, so that all who share a moved clock find the same: both clocks are read within one millisecond. */
function offsetOf(now: () => number, realNow: () => number): number {
  for (;;) {
    const before = realNow();
    const offset = now() - before;
    if (realNow() === before) return offset;
  }
}

/**
 * One that was taken before the clock was set back is left lying, and a second is taken in its place. Taken away instead, it would be
 * given twice: who finds it a moment later than another takes the new one away.
 */
async function acquireSlot(counter: RateLimiterAbstract, slot: string, windowMs: number): Promise<'acquired' | number> {
  const left = await consume(counter, slot, windowMs);
  if (left === 'acquired' || left <= windowMs + CLOCKS_DIFFER_MS) return left;
  return acquireSlot(counter, `${slot} again`, windowMs);
}

async function consume(counter: RateLimiterAbstract, slot: string, windowMs: number): Promise<'acquired' | number> {
  try {
    await counter.consume(slot, 1, { customDuration: wholeSeconds(windowMs) });
    return 'acquired';
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw refusal;
  }
}

/** How much of a block is left, ms. */
async function leftOf(counter: RateLimiterAbstract, key: string): Promise<number> {
  const block = await counter.get(key);
  if (block === null) return 0;
  return block.msBeforeNext > block.consumedPoints * 1000 + CLOCKS_DIFFER_MS ? 0 : block.msBeforeNext;
}

function blockKey(rule: QuotaName, key: string): string {
  return `${rule} ${key} blocked`;
}

// The library multiplies seconds by 1000 and PostgreSQL takes no fraction of a millisecond.
function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
