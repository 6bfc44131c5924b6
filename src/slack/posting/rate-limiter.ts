import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { type QuotaName, type QuotaShare, type Quotas, quotaRules } from '../../domain/quota.ts';

/** A wait longer than this was set before the clock was set back, ms. */
const LONGEST_WAIT_MS = 300_000;
/** Two who count may differ by this much about when a second is over, ms; who comes too early waits for another second. */
const MARGIN_MS = 10;
/** Channels to remember; a forgotten one starts afresh. */
const MOST_CHANNELS = 5_000;

type SlackQuota = Extract<QuotaName, `slack-${string}`>;

export type RateLimiter = {
  /** Undefined when it is the turn of `key`; `slack_busy` with its `retryAt` when it is not. */
  readonly acquire: (rule: SlackQuota, key: string, share?: QuotaShare) => Promise<Problem | undefined>;
  /** Passes on what Slack answered; what Slack itself calls too much holds everybody back, in every replica. */
  readonly noteAnswer: <T>(rule: SlackQuota, key: string, answer: T) => Promise<T>;
  /** Both, around one call. */
  readonly limited: <T>(rule: SlackQuota, key: string, call: () => Promise<T>) => Promise<T | Problem>;
  /** From when on something can be posted in a channel, epoch ms, as far as this process knows: another replica may have posted since. */
  readonly freeAt: (channelId: string) => number;
};

/**
 * Keeps the messenger within what Slack allows. Nobody waits here: whose turn it is not gives the job back, and who is next in a channel is
 * chosen when the channel is free. `now` in epoch ms.
 */
export function createRateLimiter(quotas: Quotas, now: () => number): RateLimiter {
  const free = new Map<string, number>();

  function note(rule: SlackQuota, key: string, at: number): void {
    if (rule !== 'slack-post') return;
    if (free.size >= MOST_CHANNELS) for (const [channelId, freeAt] of free) if (freeAt <= now()) free.delete(channelId);
    if (free.size >= MOST_CHANNELS) free.clear();
    free.set(key, at);
  }

  async function acquire(rule: SlackQuota, key: string, share: QuotaShare = 'all'): Promise<Problem | undefined> {
    const taken = await quotas.acquire(rule, key, share);
    const waitMs = taken === 'acquired' ? (quotaRules[rule].limit?.windowMs ?? 0) : taken.waitMs;
    note(rule, key, now() + waitMs + MARGIN_MS);
    return taken === 'acquired' ? undefined : problem('slack_busy', { retryAt: now() + waitMs });
  }

  async function noteAnswer<T>(rule: SlackQuota, key: string, answer: T): Promise<T> {
    if (isProblem(answer) && answer.code === 'slack_busy') {
      const retryAt = Number(answer.facts.retryAt);
      note(rule, key, retryAt);
      await quotas.block(rule, key, retryAt - now());
    }
    return answer;
  }

  return {
    acquire,
    noteAnswer,
    limited: async (rule, key, call) => (await acquire(rule, key)) ?? noteAnswer(rule, key, await call()),
    freeAt(channelId) {
      const at = free.get(channelId) ?? 0;
      return at > now() + LONGEST_WAIT_MS ? 0 : at;
    },
  };
}
