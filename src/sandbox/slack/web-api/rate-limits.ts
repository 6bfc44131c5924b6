import type { Tier } from './method.ts';

/** Calls a minute: https://docs.slack.dev/apis/web-api/rate-limits. Tier 5 is Slack's "special": hundreds. */
const perMinute: Readonly<Record<Exclude<Tier, 'post'>, number>> = { 1: 1, 2: 20, 3: 50, 4: 100, 5: 600 };

/** Slack allows short bursts of chat.postMessage without a number: here three at once, then one a second. */
const POST_BURST = 3;

export type RateLimits = ReturnType<typeof createRateLimits>;

/** Buckets that refill in real time, one per method; for chat.postMessage one per channel. */
export function createRateLimits() {
  const buckets = new Map<string, { left: number; at: number }>();

  return {
    /** Counts a call. Undefined: allowed; otherwise the seconds to wait. */
    take(method: string, tier: Tier, channel: string): number | undefined {
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
