/** Counts what is being worked on, so that a stop can wait for it. */
export type InFlight = {
  /** Counts `run` while it runs. */
  during(run: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is running, or after `giveUpMs`; answers what was left. */
  drained(giveUpMs: number): Promise<number>;
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
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => waiting.push(resolve)),
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, giveUpMs);
        }),
      ]);
      clearTimeout(timer);
      return running;
    },
  };
}
