/**
 * How long a person in front of a form is kept waiting for a provider, ms. Slack gives up on a search after 3 seconds, and a
 * provider that hangs can take half a minute.
 */
const PATIENCE_MS = 2_200;

/** Waits until a moment that is the same for all that is asked: each answer that comes by then, 'late' for every other. */
export type Patience = <T>(asking: Promise<T>) => Promise<T | 'late'>;

/** Patience for so long from now on, ms. */
export function startPatience(ms = PATIENCE_MS): Patience {
  const late = new Promise<'late'>((resolve) => {
    setTimeout(resolve, ms, 'late').unref();
  });
  return (asking) => Promise.race([asking, late]);
}

/** The answer if it comes in time, else 'late'; what comes later is dropped. */
export function inTime<T>(asking: Promise<T>): Promise<T | 'late'> {
  return startPatience()(asking);
}
