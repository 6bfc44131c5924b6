/** Counts what is being worked on, so that a stop can wait for it. */
export type InFlight = {
  /** Counts `run` while it runs. */
  during(run: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is running, or after `giveUpMs`; answers what was left. */
  drained(giveUpMs: number): Promise<number>;
  isIdle(): boolean;
};

export function createInFlight(): InFlight {
  let running = 0;
  let waiting: (() => void)[] = [];
  return {
    async during(run) {
      running += 1;
      try {
        await run();
      } finally {
        running -= 1;
        if (running === 0) {
          for (const resolve of waiting) resolve();
          waiting = [];
        }
      }
    },
    async drained(giveUpMs) {
      if (running === 0) return 0;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      const timer = setTimeout(resolve, giveUpMs);
      await promise;
      clearTimeout(timer);
      return running;
    },
    isIdle: () => running === 0,
  };
}
