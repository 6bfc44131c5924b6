/**
 * Counts requests by key in a sliding window. A key above `limit` is refused for `blockMs`, or, with `untilSilent`, until it has sent
 * nothing for `blockMs`: then every request extends the block.
 */
export function createQuota(options: {
  readonly now: () => number;
  readonly limit: number;
  readonly windowMs: number;
  readonly blockMs: number;
  readonly untilSilent: boolean;
}) {
  const { now, limit, windowMs, blockMs, untilSilent } = options;
  const keys = new Map<string, { served: number[]; blockedUntil: number }>();
  return {
    /** Serves or refuses one more request. */
    take: (key: string): 'served' | 'refused' => {
      const seen = keys.get(key) ?? { served: [], blockedUntil: 0 };
      keys.set(key, seen);
      const at = now();
      if (at < seen.blockedUntil) {
        if (untilSilent) seen.blockedUntil = at + blockMs;
        return 'refused';
      }
      seen.served = seen.served.filter((servedAt) => servedAt > at - windowMs);
      if (seen.served.length >= limit) {
        seen.blockedUntil = at + blockMs;
        return 'refused';
      }
      seen.served.push(at);
      return 'served';
    },
  };
}
