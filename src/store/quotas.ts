import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type QuotaName, type QuotaRule, type Quotas, quotaRules } from '../domain/quota.ts';

export type QuotaRules = Readonly<Record<QuotaName, QuotaRule>>;

/** How each counter is made: it holds one turn, and the time it stays taken is told with each. */
export const ONE_TURN = { points: 1, duration: 1, keyPrefix: '' } as const;

/** The quotas of one process, in its memory. */
export function createMemoryQuotas(rules: QuotaRules = quotaRules): Quotas {
  return createQuotas(new RateLimiterMemory(ONE_TURN), rules);
}

/**
 * Quotas over a counter that is made with ONE_TURN. A limit of n is n turns, each free again a whole window after it was taken. One
 * counter up to n would begin a new window whenever the last is over: 2n could leave within moments, which blocks us for minutes.
 * Throws what the counter throws when its store is away.
 */
export function createQuotas(counter: RateLimiterAbstract, rules: QuotaRules = quotaRules): Quotas {
  return {
    async take(rule, key) {
      const blockedMs = await leftOf(counter, blockKey(rule, key));
      if (blockedMs > 0) return { waitMs: blockedMs };
      const { limit } = rules[rule];
      if (limit === undefined) return 'taken';
      let waitMs = limit.windowMs;
      // Those who come together begin at different turns instead of all asking for the first.
      const first = Math.floor(Math.random() * limit.count);
      for (let nth = 0; nth < limit.count; nth++) {
        const turn = `${rule} ${key} ${(first + nth) % limit.count}`;
        const left = await takeTurn(counter, turn, limit.windowMs);
        if (left === 'taken') return left;
        waitMs = Math.min(waitMs, left);
      }
      return { waitMs };
    },

    async block(rule, key, ms) {
      const name = blockKey(rule, key);
      if (ms > 0 && (await leftOf(counter, name)) < ms) await counter.block(name, wholeSeconds(ms));
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
    take: (rule, key) => quotas.take(rule, at(key)),
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

async function takeTurn(counter: RateLimiterAbstract, turn: string, windowMs: number): Promise<'taken' | number> {
  try {
    await counter.consume(turn, 1, { customDuration: wholeSeconds(windowMs) });
    return 'taken';
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw refusal;
  }
}

async function leftOf(counter: RateLimiterAbstract, key: string): Promise<number> {
  return (await counter.get(key))?.msBeforeNext ?? 0;
}

function blockKey(rule: QuotaName, key: string): string {
  return `${rule} ${key} blocked`;
}

// The library multiplies seconds by 1000 and PostgreSQL takes no fraction of a millisecond.
function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
