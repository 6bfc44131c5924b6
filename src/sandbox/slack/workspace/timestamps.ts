/**
 * Message timestamps (`seconds.microseconds`) by the given clock, but unique and increasing in a channel (`key`), even when the clock
 * goes back.
 */
export function createTimestamps(now: () => number): (key: string) => string {
  const lastMicros = new Map<string, number>();
  return (key) => {
    const micros = Math.max(Math.floor(now()) * 1000, (lastMicros.get(key) ?? 0) + 1);
    lastMicros.set(key, micros);
    return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
  };
}

/** Whether a text has the form of a message timestamp. */
export function isTimestamp(text: string): boolean {
  return /^\d{10}\.\d{6}$/.test(text);
}
