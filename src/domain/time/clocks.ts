/** A system clock steps back by as much now and then, ms; only by more than that it was set back. */
export const CLOCK_STEP_MS = 2_000;
