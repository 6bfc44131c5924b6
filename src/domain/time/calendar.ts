// Days as text (`2026-11-24`). No zone is involved: a day after another is the same everywhere.

const DAY_MS = 24 * 60 * 60_000;

/** The day of a year, month (1 to 12) and day of the month; undefined when there is no such day, or not in years people write. */
export function dateOf(year: number, month: number, day: number): string | undefined {
  if (year < 1000 || year > 9999) return undefined;
  const at = Date.UTC(year, month - 1, day);
  const made = new Date(at);
  const isSame = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isSame ? made.toISOString().slice(0, 10) : undefined;
}

/** The day so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `to` is after `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: string): number {
  return ((new Date(date).getUTCDay() + 6) % 7) + 1;
}
