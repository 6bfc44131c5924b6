/**
 * How long a person in front of a form is kept waiting for a provider, ms. Slack gives up on a search after 3 seconds, and a
 * provider that hangs can take half a minute.
 */
const PATIENCE_MS = 2_200;

/** The answer if it comes in time, else 'late'; what comes later is dropped. */
export async function inTime<T>(asking: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'late');
  });
  try {
    return await Promise.race([asking, late]);
  } finally {
    clearTimeout(timer);
  }
}
