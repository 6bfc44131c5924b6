import { createBoundedMap } from '../domain/bounded-map.ts';

const MOST_OPEN = 2_000;

/**
 * Runs what is asked for the same key one after the other, and of those that wait only the newest: each carries the whole of
 * what it is about, so an older one has nothing to add.
 */
export function createNewestOnly(): (key: string, run: () => Promise<void>) => Promise<void> {
  const busy = new Set<string>();
  const waiting = new Map<string, () => Promise<void>>();
  return async (key, run) => {
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

/** Tells, of several that were begun for the same key, which is the newest: what an older one brings is out of date. */
export function createNewest(): { begin(key: string): () => boolean } {
  // Who begins and never asks leaves its key here. Of more forms than this that are open at a time, the oldest stays as it is drawn.
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
