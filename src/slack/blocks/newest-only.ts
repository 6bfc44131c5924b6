import { createBoundedMap } from '../../domain/bounded-map.ts';

const MOST_OPEN = 2_000;

/** Slack's own time of a click, in microseconds: other replicas, and other handlers here, may take up later clicks first. */
export function actedAt({ action_ts }: { readonly action_ts?: string }): number {
  return Math.round((Number(action_ts) || 0) * 1_000_000);
}

/**
 * Runs what is asked for the same key one after the other, and of those that wait only the newest: each carries the whole of
 * what it is about, so an older one has nothing to add. Newer is what was done later (`actedAt`), not what came here later.
 */
export function createNewestOnly(): (key: string, actedAt: number, run: () => Promise<void>) => Promise<void> {
  const busy = new Set<string>();
  const waiting = new Map<string, () => Promise<void>>();
  const newest = createBoundedMap<string, number>(MOST_OPEN);
  return async (key, actedAt, run) => {
    if (actedAt < (newest.get(key) ?? 0)) return;
    newest.set(key, actedAt);
    waiting.set(key, run);
    if (busy.has(key)) return;
    busy.add(key);
    try {
      for (let next = waiting.get(key); next !== undefined; next = waiting.get(key)) {
        waiting.delete(key);
        await next();
      }
    } finally {
      busy.delete(key);
      waiting.delete(key);
    }
  };
}

/** Says which of several that were begun for the same key is the newest: what an older one brings is out of date. */
export function createNewest(): { begin(key: string): () => boolean } {
  // A key stays here when nobody asks. With more open forms than this, the oldest are no longer redrawn.
  const newest = createBoundedMap<string, symbol>(MOST_OPEN);
  return {
    begin(key) {
      const mine = Symbol();
      newest.set(key, mine);
      return () => {
        const isNewest = newest.get(key) === mine;
        if (isNewest) newest.delete(key);
        return isNewest;
      };
    },
  };
}
