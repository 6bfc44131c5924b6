import type { Clock } from './tokens.ts';

/** A time of the day in minutes. */
type Minutes = number;

const HALF_DAY = 12 * 60;
const DAY = 2 * HALF_DAY;

/** The times a clock can mean: one, or morning and afternoon. */
function timesOf(clock: Clock): readonly Minutes[] {
  const minutes = clock.hour * 60 + clock.minute;
  if (clock.half === 'am') return [minutes % HALF_DAY];
  if (clock.half === 'pm') return [(minutes % HALF_DAY) + HALF_DAY];
  // Noon comes first: "12" alone is hardly ever midnight.
  if (!clock.is24 && clock.hour === 12) return [minutes, minutes - HALF_DAY];
  return clock.is24 ? [minutes] : [minutes, minutes + HALF_DAY];
}

/** The time of the day a clock alone means, in minutes; undefined when it could be morning or afternoon. */
export function timeOf(clock: Clock): Minutes | undefined {
  const [first, second] = timesOf(clock);
  // "At 9" is in the morning; "at 3" could be either.
  return second === undefined || (clock.hour >= 8 && clock.hour <= 12) ? first : undefined;
}

/** How far it is from one time to the next that follows, in minutes: a day where both are the same. */
export function forward(from: Minutes, to: Minutes): number {
  return (to - from + DAY) % DAY || DAY;
}

/**
 * What a start and an end without a second day mean, in minutes of the day: the shortest stretch, of at most twelve hours. Undefined is what
 * has to be asked.
 */
export function spanOf(
  start: Clock,
  end: Clock,
): { readonly start: Minutes | undefined; readonly end: Minutes | undefined } {
  const starts = timesOf(start);
  const ends = timesOf(end);
  const [first] = starts;
  const [last] = ends;
  if (starts.length === 1 || end.is24) {
    // "22:00-2:00" is written with 24 hours throughout, so is "9-17:00"; "9am-5" is not.
    const from = timeOf(starts.length === 1 ? start : { ...start, is24: true });
    const literal = start.is24 || end.is24;
    const to = literal ? last : nearest(from, ends);
    const isShort = from !== undefined && to !== undefined && forward(from, to) <= HALF_DAY;
    // With "8-00:30" the start is as doubtful as the end.
    return { start: isShort || starts.length === 1 ? from : undefined, end: isShort ? to : undefined };
  }
  if (ends.length === 1 && last !== undefined) {
    const from = starts.toSorted((a, b) => forward(a, last) - forward(b, last))[0];
    return { start: from, end: last };
  }
  const from = start.hour >= 8 && start.hour <= 12 ? first : undefined;
  const to = nearest(from, ends);
  // "10:00-10:00" is rather a slip than ten in the evening.
  return { start: from, end: end.hasMinutes === true && end.hour >= 10 && to !== last ? undefined : to };
}

function nearest(from: Minutes | undefined, times: readonly Minutes[]): Minutes | undefined {
  if (from === undefined) return undefined;
  return times.toSorted((a, b) => forward(from, a) - forward(from, b))[0];
}

/** A clock in the half of the day that a word beside it names: "tomorrow afternoon 2". Undefined when both do not go together. */
export function inHalf(clock: Clock, half: 'am' | 'pm' | undefined): Clock | undefined {
  if (half === undefined) return clock;
  const [time, other] = timesOf(clock);
  if (other !== undefined) return { ...clock, half };
  const isPm = (time ?? 0) % DAY >= HALF_DAY;
  return isPm === (half === 'pm') ? clock : undefined;
}

/** "09:05"; 24:00 is the 00:00 of the day after. */
export function writeClock(minutes: Minutes): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
}
