/** The only file that reads the system's clock. Everything else is given `now: () => number`, epoch milliseconds. */

export const systemClock = (): number => Date.now();

/** A clock for the sandbox and the tests: real time plus an offset that can be moved, forwards and backwards. */
export type MovableClock = {
  /** Epoch milliseconds. Needs no `this`, so it can be handed on as it is. */
  readonly now: () => number;
  /** Moves the clock by `ms` (negative: back), then calls the listeners with the new time. */
  readonly advance: (ms: number) => void;
  /** Calls `listener` with the new time after every move. Answers a function that stops it. */
  readonly onMove: (listener: (now: number) => void) => () => void;
};

/** Starts at `start` (epoch ms), or at the real time, and ticks on from there. */
export function createMovableClock(start: number = systemClock()): MovableClock {
  let offset = start - systemClock();
  const listeners = new Set<(now: number) => void>();
  const now = () => systemClock() + offset;
  return {
    now,
    advance(ms) {
      // A clock cannot come back from a time outside the range of Date.
      if (Number.isNaN(new Date(now() + ms).getTime())) throw new RangeError(`a clock cannot be moved by ${ms}`);
      offset += ms;
      for (const listener of listeners) listener(now());
    },
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
