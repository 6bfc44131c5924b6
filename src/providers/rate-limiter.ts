import { createHash } from 'node:crypto';
import { type ProviderQuotaName, type ProviderQuotaRule, providerQuotas, type Quotas } from '../domain/quota.ts';
import { CLOCK_STEP_MS } from '../domain/time/clocks.ts';

/** A longer Retry-After is taken for a mistake: asking again after an hour costs one request. */
const MAX_BLOCK_MS = 3_600_000;

/**
 * The shared quotas can hang with their database. After this long, ms, the request is not sent: its caller checked its lease before, and
 * by now another worker may be sending the same.
 */
const ACQUIRE_TIMEOUT_MS = 5_000;

/** What of a request decides which quota it counts against. */
export type LimitedRequest = {
  /** Provider and operation, e.g. `parsec Get Team Members`: for the log, and for quotas per route. */
  readonly label: string;
  /** The documented quota; without one only a 429 blocks. */
  readonly quota?: ProviderQuotaName | undefined;
  /** One of many of its kind: it leaves a part of the quota for other requests. */
  readonly bulk?: boolean;
  /** Without a query. */
  readonly url: string;
  /** '' for none. */
  readonly bearer: string;
};

export type RateLimiter = {
  /** Lets one request out, or says until when it is blocked, epoch ms. */
  acquire(request: LimitedRequest): Promise<number | undefined>;
  /** After a 429: blocks the quota of this request, here and in every replica. Answers until when, epoch ms. */
  block(request: LimitedRequest, retryAfter: string | undefined): Promise<number>;
};

/**
 * Limits everything that is sent to providers. Blocks are also kept in memory: what this process learned from a 429 holds even while
 * the shared quotas are away, since at Snyk each request inside a block extends it.
 */
export function createRateLimiter(deps: { readonly quotas: Quotas; readonly now: () => number }): RateLimiter {
  const blocks = new Map<string, { readonly setAt: number; readonly until: number }>();

  /** Until when a 429 blocks, epoch ms; 0 when none does. One set later than now was set before the clock was moved back. */
  function blockedUntil(key: string, now: number): number {
    const { setAt, until } = blocks.get(key) ?? { setAt: 0, until: 0 };
    return setAt <= now + CLOCK_STEP_MS ? until : 0;
  }

  return {
    async acquire(request) {
      const { name, key } = bucketOf(request);
      const askedAt = deps.now();
      const until = blockedUntil(key, askedAt);
      if (askedAt < until) return until;
      blocks.delete(key);
      const taken = await deps.quotas.acquire(name, key, request.bulk === true ? 'unspared' : 'all');
      const now = deps.now();
      if (taken !== 'acquired') return now + taken.waitMs;
      return Math.abs(now - askedAt) > ACQUIRE_TIMEOUT_MS ? now : undefined;
    },

    async block(request, retryAfter) {
      const { name, key, rule } = bucketOf(request);
      const now = deps.now();
      const until = Math.max(readRetryAfter(retryAfter, rule.blockMs, now), now + (rule.leastBlockMs ?? 0));
      // Another request of the same moment may have been given a later time.
      const latest = Math.max(until, blockedUntil(key, now));
      blocks.set(key, { setAt: now, until: latest });
      await deps.quotas.block(name, key, latest - now);
      return latest;
    },
  };
}

/** The API key is named by its hash: more people read a store than the environment. */
function bucketOf(request: LimitedRequest) {
  const name = request.quota ?? 'undocumented';
  const rule: ProviderQuotaRule = providerQuotas[name];
  const owner = createHash('sha256')
    .update(`${new URL(request.url).origin} ${request.bearer}`)
    .digest('hex');
  const key = owner.slice(0, 16);
  return { name, key: rule.per === 'route' ? `${key} ${request.label}` : key, rule };
}

/**
 * Retry-After is whole seconds or an HTTP date (RFC 9110, 10.2.3), and some servers send fractions of seconds; no provider documents
 * that it sends one. JavaScript reads nearly any number as a date in 2001, so only text with a time of day counts as a date.
 */
function readRetryAfter(retryAfter: string | undefined, blockMs: number, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const isDate = /\d\d:\d\d:\d\d/.test(text);
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Math.ceil(Number(text)) * 1000 : isDate ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return now + blockMs;
  return Math.min(Math.max(at, now), now + MAX_BLOCK_MS);
}
