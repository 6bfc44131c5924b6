import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** How much faster every timer of this process runs. */
const SPEED = 10;
/** Requests are given up even sooner: on one machine an answer that has not come after 0.4 s never will. */
const GIVE_UP_SPEED = 20;

/** The real ones, for those who must not hurry. */
const real = { setTimeout: globalThis.setTimeout, setInterval: globalThis.setInterval };
const giveUpAfter = AbortSignal.timeout.bind(AbortSignal);
const wait = timers.setTimeout;

/** Waits of the product up to this are for a turn, or between two tries: shorter than any step of the clock, ms. */
const NAP_MS = 1_000;
let naps = 0;

/** Whether somebody in this process takes a nap, and will go on by itself in a moment. */
export const isNapping = (): boolean => naps > 0;

/** Waits `ms` of real time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void real.setTimeout(resolve, ms));
}

/**
 * Makes all timers of this process run ten times faster: a request that hangs is given up after 0.4 s instead of 8. The product's
 * own code waits as it always does, only shorter. Clocks are left alone: those of the world are moved by hand.
 */
export function hurry(): void {
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
    const nap = (ms ?? 0) <= NAP_MS ? 1 : 0;
    naps += nap;
    return wait(shorter(ms), ...rest).finally(() => {
      naps -= nap;
    });
  };
  syncBuiltinESMExports();
}
