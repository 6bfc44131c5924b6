/** Timers in real time, and whatever else has to end with the server. */
export type Timers = {
  after(ms: number, run: () => void): () => void;
  /** Runs at stop, unless the answered function was called before. */
  atStop(run: () => void): () => void;
  stop(): void;
};

export function createTimers(): Timers {
  const running = new Set<NodeJS.Timeout>();
  const endings = new Set<() => void>();
  return {
    after(ms, run) {
      const timer = setTimeout(() => {
        running.delete(timer);
        run();
      }, ms);
      running.add(timer);
      return () => {
        clearTimeout(timer);
        running.delete(timer);
      };
    },
    atStop(run) {
      endings.add(run);
      return () => void endings.delete(run);
    },
    stop() {
      for (const timer of running) clearTimeout(timer);
      running.clear();
      for (const run of Array.from(endings)) run();
      endings.clear();
    },
  };
}
