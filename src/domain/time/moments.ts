import { addDays, dateOf } from './calendar.ts';
import { forward, writeClock } from './clock.ts';
import { type Day, startDay } from './day.ts';
import type { Length } from './durations.ts';
import type { Item } from './item.ts';
import type { Clock } from './tokens.ts';
import type { TypedTime } from './typed-window.ts';
import { addLength, isDateAndTime, readWallTime, wallTimeOf } from './zoned-time.ts';

/** A start and an end as far as they were read. A date or a time that is '' has to be asked; without an end nothing was said of one. */
export type ReadTimes = {
  readonly start: { readonly kind: 'now' } | TypedTime;
  readonly end: TypedTime | { readonly kind: 'for'; readonly length: Length } | undefined;
  /** Items that could not all be meant: they contradict each other, or could mean several things. */
  readonly doubts: readonly Item[];
};

export type At = { readonly now: number; readonly zone: string };

const HALF_DAY_MS = 12 * 60 * 60_000;
const STEP_MS = 5 * 60_000;

export const unknown: TypedTime = { kind: 'at', date: '', time: '' };

export function doubtful(doubts: readonly Item[], date = ''): ReadTimes {
  return { start: { ...unknown, date }, end: unknown, doubts };
}

export function nowOf({ now, zone }: At): { readonly today: string; readonly minutes: number } {
  const wall = wallTimeOf(now, zone);
  return { today: wall.date, minutes: minutesOf(wall.time) ?? 0 };
}

export function minutesOf(time: string): number | undefined {
  return time === '' ? undefined : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Without a day: today, or tomorrow where that is at most twelve hours away. A time that has passed today could mean either. */
export function undatedStart(
  time: number | undefined,
  now: number,
  today: string,
  isClock: boolean,
): string | undefined {
  if (!isClock || time === undefined) return undefined;
  if (time >= now) return today;
  return forward(now, time) <= 720 ? addDays(today, 1) : undefined;
}

export function dayOfStart(day: Day, today: string, time: number | undefined, now: number): string | undefined {
  return startDay(day, today, time === undefined ? undefined : time < now);
}

export function timeAt(date: string | undefined, minutes: number | undefined): TypedTime {
  const time = minutes === undefined ? '' : writeClock(minutes);
  return { kind: 'at', date: date !== undefined && isDateAndTime(date, time || '00:00') ? date : '', time };
}

/** An end on a day that was named. 24:00 is the day after's; which end of the day "midnight" is has to be asked. */
export function endOn(
  date: string | undefined,
  minutes: number | undefined,
  clock: Clock | undefined,
  isNamed: boolean,
): TypedTime {
  if (isNamed && clock?.isMidnight === true) return timeAt(undefined, minutes);
  return timeAt(date !== undefined && minutes === 1440 ? addDays(date, 1) : date, minutes);
}

/** So long from now, rounded up to five minutes; or an instant as it is. */
export function instantOf(item: Extract<Item, { kind: 'ahead' | 'instant' }>, { now, zone }: At): TypedTime {
  const at = item.kind === 'ahead' ? Math.ceil(addLength(now, item.length, zone) / STEP_MS) * STEP_MS : item.at;
  const wall = wallTimeOf(at, zone);
  const [year = 0, month = 0, day = 0] = wall.date.split('-').map(Number);
  return dateOf(year, month, day) === undefined ? unknown : { kind: 'at', ...wall };
}

/** The end comes after the start; and more than twelve hours after it only where a second day was named. What is not known yet is fine. */
export function isShortOrDated(start: ReadTimes['start'], end: TypedTime, isDated: boolean, at: At): boolean {
  const { today } = nowOf(at);
  if (end.date !== '' && end.date < (start.kind === 'now' ? today : start.date)) return false;
  if (end.date === '' || end.time === '') return true;
  if (start.kind === 'at' && start.date === '') return true;
  const from =
    start.kind === 'now'
      ? at.now
      : instant(start.time === '' ? { ...start, time: '00:00' } : start, at.zone, 'earlier');
  const to = instant(end, at.zone, 'later');
  return to > from && (isDated || (start.kind === 'at' && start.time === '') || to - from <= HALF_DAY_MS);
}

function instant({ date, time }: TypedTime, zone: string, fold: 'earlier' | 'later'): number {
  const read = readWallTime(`${date}T${time}`, zone);
  if (read.kind === 'twice') return fold === 'earlier' ? read.earlierAt : read.laterAt;
  return read.at;
}
