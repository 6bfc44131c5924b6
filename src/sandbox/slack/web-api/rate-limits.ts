import type { Tier } from './method.ts';

/** Calls a minute: https://docs.slack.dev/apis/web-api/rate-limits. Tier 5 is Slack's "special": hundreds. */
const perMinute: Readonly<Record<Exclude<Tier, 'post'>, number>> = { 1: 1, 2: 20, 3: 50, 4: 100, 5: 600 };

/** Slack lets short bursts of chat.postMessage pass without a number; here it is three at once, then one a second. */
const POST_BURST = 3;

export type RateLimits = {
  /** Counts a call. Undefined: let through; otherwise whole seconds to wait. */
  take(method: string, tier: Tier, channel: string): number | undefined;
};

/** Buckets that fill up again with real time, one for each method, for chat.postMessage one for each channel. */
export function createRateLimits(): RateLimits {
  const buckets = new Map<string, { left: number; at: number }>();

  return {
    take(method, tier, channel) {
      const size = tier === 'post' ? POST_BURST : perMinute[tier];
      const perMs = tier === 'post' ? 1 / 1000 : size / 60_000;
      const key = tier === 'post' ? `${method} ${channel}` : method;
      const now = performance.now();
      const bucket = buckets.get(key) ?? { left: size, at: now };
      const left = Math.min(size, bucket.left + (now - bucket.at) * perMs);
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1 ? undefined : Math.max(1, Math.ceil((1 - left) / perMs / 1000));
    },
  };
}
