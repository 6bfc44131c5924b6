/** What was learned lately, under a key; of more than `most`, what was learned longest ago is forgotten first. */
export type Recent<Value> = {
  /** What was learned within the last `withinMs`. */
  get(key: string, withinMs: number): Value | undefined;
  set(key: string, value: Value): void;
};

/** `now` in epoch ms. What was learned in the future comes from before the clock was set back, and counts by how far it is away. */
export function createRecent<Value>(most: number, now: () => number): Recent<Value> {
  const kept = new Map<string, { readonly value: Value; readonly at: number }>();
  return {
    get(key, withinMs) {
      const found = kept.get(key);
      return found !== undefined && Math.abs(now() - found.at) < withinMs ? found.value : undefined;
    },
    set(key, value) {
      // A Map keeps the order in which its keys came.
      kept.delete(key);
      kept.set(key, { value, at: now() });
      const [oldest] = kept.size > most ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
}
