/** What was learned lately, under a key; of more than `most`, what was learned longest ago is forgotten first. */
export type Recent<Value> = {
  /** What was learned within the last `withinMs`. */
  get(key: string, withinMs: number): Value | undefined;
  /** All that was learned within the last `withinMs`, what was learned longest ago first. */
  all(withinMs: number): readonly Value[];
  set(key: string, value: Value): void;
  delete(key: string): void;
};

/** `now` in epoch ms. What was learned in the future comes from before the clock was set back, and counts by how far it is away. */
export function createRecent<Value>(most: number, now: () => number): Recent<Value> {
  const kept = new Map<string, { readonly value: Value; readonly at: number }>();
  const isWithin = (at: number, ms: number) => Math.abs(now() - at) < ms;
  return {
    get(key, withinMs) {
      const found = kept.get(key);
      return found !== undefined && isWithin(found.at, withinMs) ? found.value : undefined;
    },
    all: (withinMs) => [...kept.values()].filter(({ at }) => isWithin(at, withinMs)).map(({ value }) => value),
    set(key, value) {
      // A Map keeps the order in which its keys came.
      kept.delete(key);
      kept.set(key, { value, at: now() });
      const [oldest] = kept.size > most ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
    },
    delete: (key) => void kept.delete(key),
  };
}
