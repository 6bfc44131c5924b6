export type Timers = ReturnType<typeof createTimers>;

/** Timers in real time, and cleanups that run when the server stops. The returned functions take them back. */
export function createTimers() {
  const running = new Set<NodeJS.Timeout>();
  const endings = new Set<() => void>();
  return {
    after(ms: number, run: () => void): () => void {
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
    atStop(run: () => void): () => void {
      endings.add(run);
      return () => void endings.delete(run);
    },
    stop(): void {
      for (const timer of running) clearTimeout(timer);
      running.clear();
      for (const run of Array.from(endings)) run();
      endings.clear();
    },
  };
}
