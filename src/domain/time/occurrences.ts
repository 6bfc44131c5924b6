import { type Problem, problem } from '../problem.ts';
import { addDays, daysBetween, weekdayOf } from './calendar.ts';
import { readWallTime } from './zoned-time.ts';

/** One occurrence as wall times in the zone of its series: a day, from when to when, and how many days later the end is. */
export type OccurrenceTimes = {
  readonly date: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly endDays: number;
};

type Fold = { readonly start?: 'earlier' | 'later'; readonly end?: 'earlier' | 'later' };

/** When a series comes: on which days, and at which wall times of its zone. */
export type SeriesTimes = Omit<OccurrenceTimes, 'date'> & {
  readonly timeZone: string;
  readonly fold: Fold;
  readonly weekdays: readonly number[];
  readonly firstDate: string;
  readonly untilDate: string;
  readonly marks: readonly {
    readonly date: string;
    readonly skippedBy?: string;
    readonly movedTo?: OccurrenceTimes;
  }[];
};

/** One occurrence. `date`: the day of the rule, which names it wherever it was moved. Instants are epoch milliseconds. */
export type Occurrence = {
  readonly date: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** As they were typed: the wall times. */
  readonly typedStart: string;
  readonly typedEnd: string;
  readonly isSkipped: boolean;
  readonly isMoved: boolean;
  /** Its start or its end is a time the clocks skip that day: it is as much later as they jump. */
  readonly isShifted: boolean;
};

const DAY_MS = 24 * 3_600_000;

/** Monday to Friday. */
export const workdays: readonly number[] = [1, 2, 3, 4, 5];

/** The days of a rule, in their order: those of these weekdays from the first day to the last, both included. At most a year's. */
export function datesOf(rule: Pick<SeriesTimes, 'weekdays' | 'firstDate' | 'untilDate'>): readonly string[] {
  const days = Math.min(daysBetween(rule.firstDate, rule.untilDate), 366);
  return Array.from({ length: Math.max(0, days + 1) }, (_, n) => addDays(rule.firstDate, n)).filter((date) =>
    rule.weekdays.includes(weekdayOf(date)),
  );
}

/** What somebody asked for as a rule. */
export type AskedRule = {
  readonly weekdays: readonly number[];
  readonly firstDate: string;
  readonly untilDate: string;
};

export type RuleProblem = { readonly field: 'weekdays' | 'until'; readonly problem: Problem };

/**
 * The days of a rule somebody asked for, or what is wrong with it. Problems: series_days_missing, series_until_missing,
 * series_until_too_early, series_too_long.
 */
export function readRule(
  asked: AskedRule,
  most: { readonly occurrences: number; readonly days: number },
): readonly string[] | RuleProblem {
  const { weekdays, firstDate, untilDate } = asked;
  if (weekdays.length === 0) return { field: 'weekdays', problem: problem('series_days_missing') };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(untilDate)) return { field: 'until', problem: problem('series_until_missing') };
  const long = problem('series_too_long', { occurrences: most.occurrences, weeks: Math.floor(most.days / 7) });
  if (daysBetween(firstDate, untilDate) > most.days) return { field: 'until', problem: long };
  const dates = datesOf(asked);
  if (dates.length === 0) return { field: 'until', problem: problem('series_until_too_early') };
  return dates.length > most.occurrences ? { field: 'until', problem: long } : dates;
}

/** Every occurrence of a series, skipped and moved ones too, in the order of their starts. */
export function occurrencesOf(times: SeriesTimes): readonly Occurrence[] {
  const all = datesOf(times).flatMap((date) => {
    const mark = times.marks.find((each) => each.date === date);
    const { startTime, endTime, endDays } = times;
    const moved = mark?.movedTo;
    const window = windowOn(moved ?? { date, startTime, endTime, endDays }, times.timeZone, times.fold);
    if (window === undefined) return [];
    return [{ date, ...window, isSkipped: mark?.skippedBy !== undefined, isMoved: moved !== undefined }];
  });
  return all.toSorted((a, b) => a.startsAt - b.startsAt || (a.date < b.date ? -1 : 1));
}

/**
 * The instants of wall times on a day. A time the clocks skip is as much later as they jump, as where a length leads into a gap
 * (addLength); of a time that comes twice the earlier start and the later end are meant unless `fold` says otherwise. Where that
 * leaves no time between them, it lasts as long as on other days. Undefined for a day that the zone skips altogether.
 */
export function windowOn(
  { date, startTime, endTime, endDays }: OccurrenceTimes,
  zone: string,
  fold: Fold = {},
): Omit<Occurrence, 'date' | 'isSkipped' | 'isMoved'> | undefined {
  const typedStart = `${date}T${startTime}`;
  const typedEnd = `${addDays(date, endDays)}T${endTime}`;
  const start = instantOf(typedStart, zone, fold.start ?? 'earlier');
  if (start === undefined) return undefined;
  const end = instantOf(typedEnd, zone, fold.end ?? 'later');
  const usual = Date.parse(`${typedEnd}Z`) - Date.parse(`${typedStart}Z`);
  const endsAt = end === undefined || end.at <= start.at ? start.at + usual : end.at;
  return { startsAt: start.at, endsAt, typedStart, typedEnd, isShifted: start.isShifted || end?.isShifted === true };
}

function instantOf(
  local: string,
  zone: string,
  fold: 'earlier' | 'later',
): { readonly at: number; readonly isShifted: boolean } | undefined {
  const read = readWallTime(local, zone);
  switch (read.kind) {
    case 'once':
      return { at: read.at, isShifted: false };
    case 'twice':
      return { at: fold === 'earlier' ? read.earlierAt : read.laterAt, isShifted: false };
    case 'never': {
      const gap = Date.parse(`${read.gapTo}Z`) - Date.parse(`${read.gapFrom}Z`);
      // A zone that moves over the date line has no such day.
      if (gap >= DAY_MS) return undefined;
      return { at: read.at + Date.parse(`${local}Z`) - Date.parse(`${read.gapFrom}Z`), isShifted: true };
    }
  }
}
