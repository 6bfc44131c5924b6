import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** How much faster every timer of this process runs. */
const SPEED = 10;
/** Request timeouts run even faster: on loopback an answer that takes longer than 0.4 s never comes. */
const GIVE_UP_SPEED = 20;

/** The real timers. */
const real = { setTimeout: globalThis.setTimeout, setInterval: globalThis.setInterval };
const giveUpAfter = AbortSignal.timeout.bind(AbortSignal);
const wait = timers.setTimeout;

/** Waits up to this are for a rate limiter, or between two attempts: shorter than any step of the clock, ms. */
const SHORT_WAIT_MS = 1_000;
let shortWaits = 0;

/** Whether some code in this process is in a short wait, and will continue by itself. */
export const isInShortWait = (): boolean => shortWaits > 0;

/** Waits `ms` of real time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void real.setTimeout(resolve, ms));
}

/**
 * Makes all timers of this process run ten times faster: a request that hangs times out after 0.4 s instead of 8. The product's
 * own code waits as always, only for less time. Clocks are not affected: the harness moves the clock of the world.
 */
export function speedUpTimers(): void {
  const shorter = (ms: number | undefined) => (ms === undefined ? undefined : ms / SPEED);
  Object.assign(globalThis, {
    setTimeout: Object.assign(
      (run: () => void, ms?: number, ...rest: []) => real.setTimeout(run, shorter(ms), ...rest),
      real.setTimeout,
    ),
    setInterval: (run: () => void, ms?: number, ...rest: []) => real.setInterval(run, shorter(ms), ...rest),
  });
  AbortSignal.timeout = (ms) => giveUpAfter(Math.ceil(ms / GIVE_UP_SPEED));
  timers.setTimeout = async (ms, ...rest) => {
    const shortWait = (ms ?? 0) <= SHORT_WAIT_MS ? 1 : 0;
    shortWaits += shortWait;
    return wait(shorter(ms), ...rest).finally(() => {
      shortWaits -= shortWait;
    });
  };
  syncBuiltinESMExports();
}
