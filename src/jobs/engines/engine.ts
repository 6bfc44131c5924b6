/**
 * What makes the runner look. A wake-up is a hint and nothing else: the work rows are the truth, and a hint that comes too
 * early, twice or never changes nothing but how soon somebody looks.
 */
export type Engine = {
  /** From now on calls `look` whenever something may be due. */
  start(look: () => void): Promise<void>;
  /** Work was put off: somebody looks at `at`, epoch ms. Never throws, never waits. */
  wakeAt(at: number): void;
  /** No more calls; what is running still may owe work. */
  stop(): Promise<void>;
  /** Lets go of everything. Last of all. */
  close(): Promise<void>;
};
