import { addDays, dateOf } from './calendar.ts';
import { readWallTime, wallTimeOf } from './zoned-time.ts';

/** A month as text, `2026-05`, in some zone. */
export type Month = string;

/** The month an instant (epoch ms) lies in, on the clock of a zone. */
export function monthOf(at: number, zone: string): Month {
  return wallTimeOf(at, zone).date.slice(0, 7);
}

/** The month before. */
export function monthBefore(month: Month): Month {
  return addDays(`${month}-01`, -1).slice(0, 7);
}

/** The last day of a month; undefined when the text is no month. */
export function lastDayOf(month: string): string | undefined {
  const [year = 0, number = 0] = /^\d{4}-\d{2}$/.test(month) ? month.split('-').map(Number) : [];
  const first = dateOf(year, number, 1);
  const next = number === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, number + 1, 1);
  return first === undefined || next === undefined ? undefined : addDays(next, -1);
}

/** The instant a day begins on the clock of a zone, epoch ms: where the clocks skip midnight, the first there is. */
export function startOfDay(date: string, zone: string): number {
  const read = readWallTime(`${date}T00:00`, zone);
  return read.kind === 'twice' ? read.earlierAt : read.at;
}

/** From the beginning of one day to the end of another on the clock of a zone, epoch ms; `to` is no longer in it. */
export function daysSpan(from: string, to: string, zone: string): { readonly from: number; readonly to: number } {
  return { from: startOfDay(from, zone), to: startOfDay(addDays(to, 1), zone) };
}

const writer = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A month for people: "May 2026". */
export function writeMonth(month: Month): string {
  return writer.format(Date.parse(`${month}-15T12:00:00Z`));
}
