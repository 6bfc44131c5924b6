import { addDays } from './calendar.ts';
import { forward, spanOf, timeOf } from './clock.ts';
import { endDay } from './day.ts';
import type { Item } from './item.ts';
import {
  type At,
  dayOfStart,
  doubtful,
  endOn,
  instantOf,
  isShortOrDated,
  minutesOf,
  nowOf,
  type ReadTimes,
  timeAt,
  undatedStart,
  unknown,
} from './moments.ts';
import { doubtsOf, isDoubtfulMidnight, isNight, isOnlyToday, ofDay, type Side, tonightSpan } from './side.ts';
import type { Clock } from './tokens.ts';

export function readStart(side: Side, at: At): ReadTimes {
  const { today, minutes } = nowOf(at);
  const doubts = doubtsOf(side);
  if (side.isNow)
    return isOnlyToday(side, today) ? { start: { kind: 'now' }, end: undefined, doubts } : doubtful(side.items);
  if (side.ahead !== undefined) return { start: instantOf(side.ahead, at), end: undefined, doubts };
  const [day] = side.days;
  const [clock] = side.clocks;
  const meant = clock === undefined ? undefined : ofDay(clock.clock, day, side.half);
  const time = meant === undefined || isDoubtfulMidnight(meant, day) ? undefined : timeOf(meant);
  if (isNight(clock, meant, day)) return { start: timeAt(undefined, time), end: undefined, doubts };
  const date =
    day === undefined
      ? undatedStart(time, minutes, today, clock !== undefined)
      : dayOfStart(day.day, today, time, minutes);
  return { start: timeAt(date, time), end: undefined, doubts };
}

/** Both ends are there, or the end alone. Undefined when it is unclear which is which. */
export function readBoth(left: Side, right: Side, isUntil: boolean, at: At): ReadTimes | undefined {
  if (right.isNow || right.items.length === 0) return undefined;
  const isAlone = left.items.length === 0;
  if (isAlone && !isUntil) return undefined;
  const doubts = [...doubtsOf(left), ...doubtsOf(right)];
  if (left.ahead !== undefined || left.isNow || isAlone || right.ahead !== undefined)
    return fromMoment(left, right, doubts, at);
  return betweenClocks(left, right, doubts, at);
}

/** From now, or from so long ahead, until a clock. */
function fromMoment(left: Side, right: Side, doubts: readonly Item[], at: At): ReadTimes {
  const { today, minutes } = nowOf(at);
  if (!isOnlyToday({ ...left, days: left.isNow ? left.days : [] }, today))
    return doubtful([...left.items, ...right.items]);
  const isFromNow = left.items.length === 0 || left.isNow;
  const start = isFromNow ? ({ kind: 'now' } as const) : readStart(left, at).start;
  if (right.ahead !== undefined) {
    const end = instantOf(right.ahead, at);
    return isShortOrDated(start, end, true, at) ? { start, end, doubts } : { start, end: unknown, doubts };
  }
  const from = start.kind === 'now' ? { date: today, minutes } : { date: start.date, minutes: minutesOf(start.time) };
  const [day] = right.days;
  const [clock] = right.clocks;
  const meant = clock === undefined ? undefined : ofDay(clock.clock, day, right.half);
  if (day !== undefined) {
    const time = meant === undefined ? undefined : timeOf(meant);
    const date = from.date === '' ? undefined : endDay(day.day, from.date, today, (time ?? -1) > (from.minutes ?? 0));
    const end = endOn(date, time, meant, right.days.length === 1);
    return isShortOrDated(start, end, true, at)
      ? { start, end, doubts }
      : { start, end: unknown, doubts: [...doubts, day] };
  }
  const time = meant === undefined || from.minutes === undefined ? undefined : aloneEnd(meant, from.minutes);
  if (time === undefined || from.minutes === undefined || from.date === '')
    return { start, end: timeAt(undefined, meant && timeOf(meant)), doubts };
  const end = timeAt(time % 1440 > from.minutes ? from.date : addDays(from.date, 1), time);
  return isShortOrDated(start, end, false, at) ? { start, end, doubts } : { start, end: { ...end, date: '' }, doubts };
}

/** The end that a clock alone means, seen from a start, in minutes; undefined when it is more than twelve hours away or doubtful. */
function aloneEnd(clock: Clock, from: number): number | undefined {
  const { end } = spanOf({ hour: Math.floor(from / 60), minute: from % 60, half: undefined, is24: true }, clock);
  if (end !== undefined && forward(from, end) <= 720 && (timeOf(clock) === end || clock.half !== undefined)) return end;
  // "until 5" at ten in the morning.
  if (timeOf(clock) !== undefined) return undefined;
  const later = (end ?? (clock.hour % 12) * 60 + clock.minute) % 720;
  const near = [later, later + 720].toSorted((a, b) => forward(from, a) - forward(from, b))[0];
  // Bare hours of the night are rather a slip.
  return near !== undefined && near >= 420 ? near : undefined;
}

function betweenClocks(left: Side, right: Side, doubts: readonly Item[], at: At): ReadTimes {
  const { today, minutes } = nowOf(at);
  const [startClock] = left.clocks;
  const [endClock] = right.clocks;
  const [first] = left.days;
  // "14:00-16:00 tomorrow": the day stands behind both.
  const [last] = right.days;
  const isBehind =
    first === undefined &&
    last !== undefined &&
    endClock !== undefined &&
    last.from > endClock.from &&
    startClock !== undefined;
  const startsOn = isBehind ? last : first;
  const endsOn = isBehind ? undefined : last;
  const half = left.half ?? (isBehind ? right.half : undefined);
  const start = startClock === undefined ? undefined : ofDay(startClock.clock, startsOn, half);
  const end =
    endClock === undefined
      ? undefined
      : ofDay(
          endClock.clock,
          undefined,
          right.half ?? (endsOn === undefined && half === 'am' ? undefined : right.half),
        );
  const span =
    start !== undefined && end !== undefined && endsOn === undefined
      ? tonightSpan(start, end, startsOn)
      : { start: start && timeOf(start), end: end && timeOf(end) };
  const from = start !== undefined && isDoubtfulMidnight(start, startsOn) ? undefined : span.start;
  const date = isNight(startClock, start, startsOn)
    ? undefined
    : startsOn === undefined
      ? undatedStart(from, minutes, today, startClock !== undefined)
      : dayOfStart(startsOn.day, today, from, minutes);
  const isOvernight =
    isBehind && span.start !== undefined && span.end !== undefined && span.end % 1440 <= span.start && !end?.isMidnight;
  // "22:00 to 02:00 tomorrow": tonight until tomorrow, or tomorrow until the day after.
  if (isOvernight)
    return { start: { ...timeAt(undefined, from) }, end: timeAt(undefined, span.end), doubts: [...doubts, last] };
  const shown = timeAt(date, from);
  if (endsOn !== undefined) {
    const on = date === undefined ? undefined : endDay(endsOn.day, date, today, isLater(span.end, from));
    const read = endOn(on, span.end, end, true);
    return isShortOrDated(shown, read, true, at)
      ? { start: shown, end: read, doubts }
      : { start: shown, end: unknown, doubts: [...doubts, endsOn] };
  }
  const to = timeAt(
    date === undefined ? undefined : dayOfEnd(date, from, span.end, startClock === undefined),
    span.end,
  );
  return isShortOrDated(shown, to, false, at)
    ? { start: shown, end: to, doubts }
    : { start: shown, end: unknown, doubts };
}

/** The day of an end that named none. Behind a day alone ("today until 18:00") it is that day's, unless it is in the night. */
function dayOfEnd(
  date: string,
  from: number | undefined,
  to: number | undefined,
  isDayAlone: boolean,
): string | undefined {
  if (to === undefined) return undefined;
  if (from !== undefined) return to % 1440 <= from ? addDays(date, 1) : date;
  if (!isDayAlone) return undefined;
  if (to % 1440 === 0) return addDays(date, 1);
  return to >= 360 ? date : undefined;
}

function isLater(end: number | undefined, start: number | undefined): boolean {
  return end === undefined || start === undefined || end > start;
}
