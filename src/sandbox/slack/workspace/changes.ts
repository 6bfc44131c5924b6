/** Tells who listens that something changed, once per turn of the event loop however much did, and lets tests wait for it. */
export type Changes = {
  changed(): void;
  readonly onChange: (listener: () => void) => () => void;
  readonly until: <T>(what: string, look: () => T | undefined | false | null, giveUpMs?: number) => Promise<T>;
  stop(): void;
};

/** `describe` says what the world looks like, for those who waited in vain. */
export function createChanges(describe: () => string): Changes {
  const listeners = new Set<() => void>();
  const waiting = new Set<() => void>();
  let told = true;

  function onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    changed() {
      if (!told) return;
      told = false;
      queueMicrotask(() => {
        told = true;
        for (const listener of Array.from(listeners)) listener();
      });
    },
    onChange,
    until(what, look, giveUpMs = 20_000) {
      // Made here, so that a failure points at the line that waited.
      const inVain = new Error(`waited in vain for ${what}`);
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          stopListening();
          clearTimeout(timer);
          waiting.delete(giveUp);
          settle();
        };
        const giveUp = () => {
          finish(() => {
            inVain.message += `; now:\n${describe()}`;
            reject(inVain);
          });
        };
        const attempt = () => {
          try {
            const found = look();
            if (found) finish(() => resolve(found));
          } catch (error) {
            finish(() => reject(error instanceof Error ? error : new Error(String(error))));
          }
        };
        const stopListening = onChange(attempt);
        const timer = setTimeout(giveUp, giveUpMs);
        waiting.add(giveUp);
        attempt();
      });
    },
    stop() {
      for (const giveUp of Array.from(waiting)) giveUp();
      listeners.clear();
    },
  };
}
