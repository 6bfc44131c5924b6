export type Changes = ReturnType<typeof createChanges>;

/**
 * Notifies listeners of changes, at most once per microtask, and lets tests wait for them. `describe` returns the
 * state for the error of a wait that failed.
 */
export function createChanges(describe: () => string) {
  const listeners = new Set<() => void>();
  const waiting = new Set<() => void>();
  let notified = true;

  function onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    changed(): void {
      if (!notified) return;
      notified = false;
      queueMicrotask(() => {
        notified = true;
        for (const listener of Array.from(listeners)) listener();
      });
    },
    onChange,
    until: <T>(what: string, look: () => T | undefined | false | null, giveUpMs = 20_000): Promise<T> => {
      // Created here, so that the stack points at the caller.
      const timedOut = new Error(`timed out waiting for ${what}`);
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          stopListening();
          clearTimeout(timer);
          waiting.delete(giveUp);
          settle();
        };
        const giveUp = () => {
          finish(() => {
            timedOut.message += `; now:\n${describe()}`;
            reject(timedOut);
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
    stop(): void {
      for (const giveUp of Array.from(waiting)) giveUp();
      listeners.clear();
    },
  };
}
