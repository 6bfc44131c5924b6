import type { Series } from '../../../domain/series.ts';
import type { Occurrence } from '../../../domain/time/occurrences.ts';
import { workdays } from '../../../domain/time/occurrences.ts';
import { cityOf, writeTime } from '../../../domain/time/zoned-time.ts';

const and = new Intl.ListFormat('en-US');
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

type Rule = Pick<Series, 'weekdays' | 'startTime' | 'endTime' | 'endDays' | 'timeZone' | 'untilDate'>;

/** A day as people write it, plain text: "Mon 7 Dec". `date`: `2026-12-07`. */
export function dayCopy(date: string): string {
  // No clock skips noon in UTC.
  return writeTime(Date.parse(`${date}T12:00:00Z`), 'UTC', 'day');
}

/** The same with its year. */
export function yearDayCopy(date: string): string {
  return `${dayCopy(date)} ${date.slice(0, 4)}`;
}

/** On which days, plain text: "Every weekday", "Every Monday and Thursday". */
export function daysCopy(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return 'Every day';
  if (weekdays.length === workdays.length && workdays.every((day) => weekdays.includes(day))) return 'Every weekday';
  const named = weekdays.toSorted((a, b) => a - b).flatMap((day) => days[day - 1] ?? []);
  return `Every ${and.format(named)}`;
}

/** When a series comes, plain text: "Every weekday, 09:00 to 17:00 in Paris, until Thu 24 Dec 2026". */
export function ruleCopy(rule: Rule): string {
  return `${daysCopy(rule.weekdays)}, ${hoursCopy(rule)}, until ${yearDayCopy(rule.untilDate)}`;
}

/** From when to when on its days, plain text. */
export function hoursCopy({ startTime, endTime, endDays, timeZone }: Omit<Rule, 'weekdays' | 'untilDate'>): string {
  const later = endDays === 0 ? '' : endDays === 1 ? ' the next day' : ` ${endDays} days later`;
  return `${startTime} to ${endTime}${later} in ${cityOf(timeZone)}`;
}

/** How many invites, plain text. */
export function countCopy(count: number): string {
  return count === 1 ? '1 invite' : `${count} invites`;
}

/** The start of an occurrence on the clock of its series, plain text: "Mon 7 Dec, 09:00". */
export function startCopy({ startsAt }: Pick<Occurrence, 'startsAt'>, zone: string): string {
  return writeTime(startsAt, zone, 'short');
}

/** Days one after the other, plain text; of many only the first. */
export function listedCopy(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return more > 0 ? `${texts.slice(0, most).join(', ')} and ${more} more` : and.format(texts);
}
