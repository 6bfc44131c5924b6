import { addDays, dateOf, daysBetween, weekdayOf } from './calendar.ts';

/** A day as it was typed, before it is known which one that is. */
export type Day =
  | { readonly kind: 'date'; readonly date: string }
  /** Without a year; `weekday` where that was typed too. */
  | { readonly kind: 'yearly'; readonly month: number; readonly day: number; readonly weekday?: number | undefined }
  | { readonly kind: 'monthly'; readonly day: number; readonly weekday?: number | undefined }
  | { readonly kind: 'weekday'; readonly weekday: number; readonly week: 'coming' | 'next' | 'next-week' }
  /** Days it could be. */
  | { readonly kind: 'doubt'; readonly days: readonly { readonly month: number; readonly day: number }[] };

/** A day without a year that is further ahead than this was probably meant for the past. */
const FAR_DAYS = 300;

/**
 * The day a start is on, seen from `today`; undefined when it could be several. `hasEnded`: its clock has passed today, undefined when there
 * is no clock.
 */
export function startDay(day: Day, today: string, hasEnded: boolean | undefined): string | undefined {
  switch (day.kind) {
    case 'date':
      return day.date;
    case 'yearly':
      return agrees(onNext(day, today), day.weekday);
    case 'monthly':
      return agrees(inNextMonth(day.day, today), day.weekday);
    case 'weekday':
      return weekdayFrom(day, today, hasEnded);
    case 'doubt':
      return undefined;
  }
}

/** The day an end is on, the first that is not before the start's. `isLater`: its clock is after the start's. */
export function endDay(day: Day, start: string, today: string, isLater: boolean): string | undefined {
  const from = daysBetween(today, start) > 0 ? start : today;
  if (day.kind === 'weekday') {
    if (day.week !== 'coming') return startDay(day, today, undefined);
    const ahead = daysAhead(day.weekday, start);
    return ahead === 0 && (!isLater || start === today) ? undefined : addDays(start, ahead);
  }
  return startDay(day, from, undefined);
}

function weekdayFrom(
  { weekday, week }: Extract<Day, { kind: 'weekday' }>,
  today: string,
  hasEnded: boolean | undefined,
): string | undefined {
  const ahead = daysAhead(weekday, today);
  const inNextWeek = addDays(today, 7 - weekdayOf(today) + weekday);
  if (week === 'next-week') return inNextWeek;
  // "Next Friday" on a Tuesday is in three days for some, in ten for others.
  if (week === 'next') return addDays(today, ahead || 7) === inNextWeek ? inNextWeek : undefined;
  if (ahead > 0) return addDays(today, ahead);
  // Its own name for today: today or in a week, unless the clock says that it is not today.
  return hasEnded === true ? addDays(today, 7) : undefined;
}

function daysAhead(weekday: number, from: string): number {
  return (weekday - weekdayOf(from) + 7) % 7;
}

function agrees(date: string | undefined, weekday: number | undefined): string | undefined {
  return date === undefined || weekday === undefined || weekdayOf(date) === weekday ? date : undefined;
}

function onNext({ month, day }: { month: number; day: number }, today: string): string | undefined {
  const year = Number(today.slice(0, 4));
  const found = [year, year + 1]
    .map((each) => dateOf(each, month, day))
    .find((each) => each !== undefined && each >= today);
  return found !== undefined && daysBetween(today, found) <= FAR_DAYS ? found : undefined;
}

function inNextMonth(day: number, today: string): string | undefined {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const candidates = [
    dateOf(year, month, day),
    dateOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, day),
  ];
  return candidates.find((each) => each !== undefined && each >= today);
}
