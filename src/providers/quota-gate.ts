import { createHash } from 'node:crypto';
import { CLOCK_STEP_MS } from '../domain/clocks.ts';
import { type ProviderQuotaRule, providerQuotas, type Quotas } from '../domain/quota.ts';
import type { HttpRequest } from './http.ts';

/** A Retry-After beyond this is taken for a mistake: asking again in an hour costs one request. */
const LONGEST_BLOCK_MS = 3_600_000;

/**
 * The shared quotas can hang with their database. Who has waited this long, ms, sends nothing: whoever asked was sure of its claim
 * before, and by now another may have taken over and be sending the same.
 */
const PATIENCE_MS = 5_000;

export type QuotaGate = {
  /** Lets one request out, or says until when it is held back, epoch ms. */
  enter(request: HttpRequest): Promise<number | undefined>;
  /** The provider answered 429: holds back all of the same quota, here and in every replica. Until when, epoch ms. */
  shut(request: HttpRequest, retryAfter: string | undefined): Promise<number>;
};

/**
 * Stands before everything that is sent to providers. A block is also remembered here: what this process was told itself holds
 * even while the shared quotas are away, since at Snyk each request inside a block prolongs it.
 */
export function createQuotaGate(deps: { readonly quotas: Quotas; readonly now: () => number }): QuotaGate {
  const shut = new Map<string, { readonly toldAt: number; readonly until: number }>();

  /** Until when a 429 holds, epoch ms; 0 when none does. One that was told later than now was told before the clock was set back. */
  function shutUntil(key: string, now: number): number {
    const { toldAt, until } = shut.get(key) ?? { toldAt: 0, until: 0 };
    return toldAt <= now + CLOCK_STEP_MS ? until : 0;
  }

  return {
    async enter(request) {
      const { name, key } = bucketOf(request);
      const askedAt = deps.now();
      const until = shutUntil(key, askedAt);
      if (askedAt < until) return until;
      shut.delete(key);
      const taken = await deps.quotas.take(name, key, request.inMasses === true ? 'unspared' : 'all');
      const now = deps.now();
      if (taken !== 'taken') return now + taken.waitMs;
      return Math.abs(now - askedAt) > PATIENCE_MS ? now : undefined;
    },

    async shut(request, retryAfter) {
      const { name, key, rule } = bucketOf(request);
      const now = deps.now();
      const until = Math.max(blockedUntil(retryAfter, rule.blockMs, now), now + (rule.leastBlockMs ?? 0));
      // Another request of the same moment may have been told a later time.
      const latest = Math.max(until, shutUntil(key, now));
      shut.set(key, { toldAt: now, until: latest });
      await deps.quotas.block(name, key, latest - now);
      return latest;
    },
  };
}

/** The API key is named by its hash: what stands in a store is read by more people than the environment. */
function bucketOf(request: HttpRequest) {
  const name = request.quota ?? 'undocumented';
  const rule: ProviderQuotaRule = providerQuotas[name];
  const owner = createHash('sha256')
    .update(`${new URL(request.url).origin} ${request.bearer}`)
    .digest('hex');
  const key = owner.slice(0, 16);
  return { name, key: rule.per === 'route' ? `${key} ${request.label}` : key, rule };
}

/**
 * Retry-After is whole seconds or an HTTP date (RFC 9110, 10.2.3), and some send parts of seconds; of our providers none documents that
 * it sends it. JavaScript takes nearly any number for a date in 2001, so only what has a time of day is one.
 */
function blockedUntil(retryAfter: string | undefined, blockMs: number, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const isDate = /\d\d:\d\d:\d\d/.test(text);
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Math.ceil(Number(text)) * 1000 : isDate ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return now + blockMs;
  return Math.min(Math.max(at, now), now + LONGEST_BLOCK_MS);
}
