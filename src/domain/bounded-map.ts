/** A map that forgets: of more than it may hold, what nobody has read or written for the longest goes first. */
export type BoundedMap<Key, Value> = {
  readonly size: number;
  get(key: Key): Value | undefined;
  has(key: Key): boolean;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
  /** The one that would go next is the first. Looking at all of them counts as reading none. */
  values(): IterableIterator<Value>;
};

/**
 * For everything a process remembers beyond one call: what has no bound is a leak, or a way to make one. `most` entries, one at a time over it:
 * one that is remembered is not forgotten together with everybody else.
 */
export function createBoundedMap<Key, Value>(most: number): BoundedMap<Key, Value> {
  // A Map keeps its entries in the order in which they were put in.
  const entries = new Map<Key, Value>();

  function put(key: Key, value: Value): void {
    entries.delete(key);
    entries.set(key, value);
  }

  return {
    get size() {
      return entries.size;
    },
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    has: (key) => entries.has(key),
    set(key, value) {
      put(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
    },
    delete: (key) => void entries.delete(key),
    values: () => entries.values(),
  };
}
