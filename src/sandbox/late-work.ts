export type LateWork = {
  /** Does `run` when `afterMs` have passed. */
  readonly add: (afterMs: number, run: () => unknown) => void;
  /** Does what is due by now, in the order in which it is due. */
  readonly catchUp: () => void;
  readonly stop: () => void;
};

/** A clock is set back when it shows less than before by more than this, ms. */
const STEP_MS = 1_000;

/**
 * What a server does after it, or its client, stopped waiting. It goes by `now` (epoch ms), a clock that may be moved: whoever moves it
 * calls catchUp; on one that runs by itself it is done in time. A clock that is set back makes nothing later: the server does not know.
 * `changed` is called after something was done.
 */
export function createLateWork(now: () => number, changed: () => void): LateWork {
  let waiting: readonly { readonly dueAt: number; readonly run: () => unknown }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let seenAt = now();

  function followClock(): void {
    const back = seenAt - now();
    if (back > STEP_MS) waiting = waiting.map((each) => ({ ...each, dueAt: each.dueAt - back }));
    seenAt = now();
  }

  function catchUp(): void {
    followClock();
    const due = waiting.filter(({ dueAt }) => dueAt <= seenAt).toSorted((a, b) => a.dueAt - b.dueAt);
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { run } of due) run();
    if (due.length > 0) changed();
  }

  return {
    add(afterMs, run) {
      followClock();
      waiting = [...waiting, { dueAt: seenAt + afterMs, run }];
      const timer = setTimeout(() => {
        timers.delete(timer);
        catchUp();
        // A timer may be a moment earlier than the clock.
      }, afterMs + 5);
      timers.add(timer.unref());
    },
    catchUp,
    stop() {
      waiting = [];
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
