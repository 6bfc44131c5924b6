import { addDays, weekdayOf } from './calendar.ts';
import { readWallTime, wallTimeOf, writeTime } from './zoned-time.ts';

/** When guests may be connected, on the clock of a zone. An interval that ends before it begins goes on into the next day. */
export type AllowedHours = {
  /** IANA name. */
  readonly zone: string;
  /** 1 for Monday to 7 for Sunday, in order. */
  readonly days: readonly number[];
  /** Wall times, `08:00`; the end can be `24:00`. */
  readonly from: string;
  readonly to: string;
};

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Whether a window (epoch ms) lies inside the allowed hours from its first moment to its last. */
export function isWithinHours(
  { startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number },
  hours: AllowedHours,
): boolean {
  // The interval of the day before may still go on.
  let date = addDays(wallTimeOf(startsAt, hours.zone).date, -1);
  let covered = startsAt;
  while (covered < endsAt) {
    const opensAt = instantOf(date, hours.from, hours.zone, 'earlier');
    if (opensAt > covered) return false;
    if (hours.days.includes(weekdayOf(date))) {
      covered = Math.max(covered, closingOf(date, hours));
    }
    date = addDays(date, 1);
  }
  return true;
}

/** From when to when guests may be connected in a time (epoch ms), earliest first: what touches is one piece, as isWithinHours takes it. */
export function openSpans(
  { startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number },
  hours: AllowedHours,
): readonly { readonly startsAt: number; readonly endsAt: number }[] {
  const spans: { startsAt: number; endsAt: number }[] = [];
  // The interval of the day before may still go on.
  for (let date = addDays(wallTimeOf(startsAt, hours.zone).date, -1); ; date = addDays(date, 1)) {
    const opensAt = instantOf(date, hours.from, hours.zone, 'earlier');
    if (opensAt >= endsAt) return spans;
    if (!hours.days.includes(weekdayOf(date))) continue;
    const closesAt = closingOf(date, hours);
    const last = spans.at(-1);
    if (last !== undefined && opensAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, closesAt);
    else spans.push({ startsAt: opensAt, endsAt: closesAt });
  }
}

function closingOf(date: string, { from, to, zone }: AllowedHours): number {
  const isOvernight = to <= from;
  return instantOf(isOvernight ? addDays(date, 1) : date, to, zone, 'later');
}

/** For people: "Mon–Fri, 08:00–18:00 (Paris)". */
export function writeHours({ days, from, to }: Pick<AllowedHours, 'days' | 'from' | 'to'>, zoneName: string): string {
  const isAllDay = from === '00:00' && to === '24:00';
  const parts = [writeDays(days), isAllDay ? '' : `${from}–${to}`].filter((part) => part !== '');
  return `${parts.join(', ') || 'any time'} (${zoneName})`;
}

function writeDays(days: readonly number[]): string {
  if (days.length === 7) return '';
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .flatMap((run) => (run.length > 2 ? `${nameOf(run[0])}–${nameOf(run.at(-1))}` : run.map(nameOf)))
    .join(', ');
}

// A week that began on a Monday.
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 24 * 3_600_000;
function nameOf(day = 1): string {
  return writeTime(MONDAY + (day - 1) * DAY_MS, 'UTC', 'day').slice(0, 3);
}

/** Where the clocks skip it, the moment of the jump. */
function instantOf(date: string, time: string, zone: string, fold: 'earlier' | 'later'): number {
  const read =
    time === '24:00' ? readWallTime(`${addDays(date, 1)}T00:00`, zone) : readWallTime(`${date}T${time}`, zone);
  if (read.kind !== 'twice') return read.at;
  return fold === 'earlier' ? read.earlierAt : read.laterAt;
}
