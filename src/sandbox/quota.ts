/** What a quota makes of one more request: served, or refused. */
export type Quota = { readonly take: (key: string) => 'served' | 'refused' };

/**
 * Counts requests by key over a sliding window. Once a key is above `limit` it is refused: for `blockMs` from then on, or, when
 * `untilSilent`, until it has sent nothing for `blockMs`, so that every try prolongs the block.
 */
export function createQuota(options: {
  readonly now: () => number;
  readonly limit: number;
  readonly windowMs: number;
  readonly blockMs: number;
  readonly untilSilent: boolean;
}): Quota {
  const { now, limit, windowMs, blockMs, untilSilent } = options;
  const keys = new Map<string, { served: number[]; blockedUntil: number }>();
  return {
    take(key) {
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
