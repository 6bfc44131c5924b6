/** Random numbers that depend only on a seed, so that a failing episode can be replayed. */
export type Random = {
  /** From 0 up to, but not including, `end`. */
  below(end: number): number;
  /** Whole, both ends included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An independent sequence, which takes one number from this one. */
  fork(): Random;
};

/** mulberry32 by Tommy Ettinger (public domain): 32 bits of state, good enough for choices. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (probability) => next() < probability,
    pick(list) {
      const [first] = list;
      if (first === undefined) throw new Error('nothing to pick from');
      return list[below(list.length)] ?? first;
    },
    fork: () => createRandom(below(2 ** 32)),
  };
}
