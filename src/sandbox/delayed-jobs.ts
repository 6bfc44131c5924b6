import { createTimers } from './timers.ts';

export type DelayedJobs = ReturnType<typeof createDelayedJobs>;

/** A clock that goes back by more than this was set back, ms. */
const STEP_MS = 1_000;

/**
 * Jobs that a server runs after its client stopped waiting. Due times follow `now` (epoch ms), a clock that may be moved: call catchUp
 * after moving it. Setting the clock back does not delay a job. `changed` is called after a job ran.
 */
export function createDelayedJobs(now: () => number, changed: () => void) {
  let waiting: readonly { readonly dueAt: number; readonly run: () => unknown }[] = [];
  const timers = createTimers();
  let seenAt = now();

  function followClock(): void {
    const back = seenAt - now();
    if (back > STEP_MS) waiting = waiting.map((each) => ({ ...each, dueAt: each.dueAt - back }));
    seenAt = now();
  }

  /** Runs the jobs that are due, in the order of their due times. */
  function catchUp(): void {
    followClock();
    const due = waiting.filter(({ dueAt }) => dueAt <= seenAt).toSorted((a, b) => a.dueAt - b.dueAt);
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { run } of due) run();
    if (due.length > 0) changed();
  }

  return {
    /** Runs `run` after `afterMs`. */
    add(afterMs: number, run: () => unknown): void {
      followClock();
      waiting = [...waiting, { dueAt: seenAt + afterMs, run }];
      // A timer may fire slightly before the clock reaches the time.
      timers.after(afterMs + 5, catchUp);
    },
    catchUp,
    stop(): void {
      waiting = [];
      timers.stop();
    },
  };
}
