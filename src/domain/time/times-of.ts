import { type Length, lengthMs } from '../durations.ts';
import type { TypedTime } from '../typed-window.ts';
import { addLength, isDateAndTime, readWallTime, wallTimeOf } from '../zoned-time.ts';
import { addDays, dateOf } from './calendar.ts';
import { forward, inHalf, spanOf, timeOf, writeClock } from './clock.ts';
import { type Day, endDay, startDay } from './day.ts';
import type { Item } from './items.ts';
import type { Clock } from './tokens.ts';

/** A start and an end as far as they were read. A date or a time that is '' has to be asked; without an end nothing was said of one. */
export type ReadTimes = {
  readonly start: { readonly kind: 'now' } | TypedTime;
  readonly end: TypedTime | { readonly kind: 'for'; readonly length: Length } | undefined;
  /** Items that could not all be meant: they contradict each other, or could mean several things. */
  readonly doubts: readonly Item[];
};

type At = { readonly now: number; readonly zone: string };

type Side = {
  readonly days: readonly Extract<Item, { kind: 'day' }>[];
  readonly clocks: readonly Extract<Item, { kind: 'clock' }>[];
  readonly half: 'am' | 'pm' | undefined;
  readonly isNow: boolean;
  readonly ahead: Extract<Item, { kind: 'ahead' | 'instant' }> | undefined;
  readonly items: readonly Item[];
};

const HALF_DAY_MS = 12 * 60 * 60_000;
const STEP_MS = 5 * 60_000;

const unknown: TypedTime = { kind: 'at', date: '', time: '' };

/**
 * What the items of a line say of a start and an end, at `now` (epoch ms) in `zone`. What is typed first is the start. Undefined when they
 * say nothing of time.
 */
export function timesOf(all: readonly Item[], at: At): ReadTimes | undefined {
  const items = settled(all.filter(({ kind }) => kind !== 'name' && kind !== 'link' && kind !== 'stray'));
  const separators = items.filter((item) => item.kind === 'separator');
  const lengths = items.filter((item) => item.kind === 'length');
  const rest = items.filter((item) => item.kind !== 'length');
  if (items.every(({ kind }) => kind === 'separator')) {
    return separators.some((item) => item.kind === 'separator' && item.is !== 'dash') ? doubtful(items) : undefined;
  }
  const unclear = items.filter(({ kind }) => kind === 'dotted' || kind === 'hours');
  if (unclear.length > 0) return { start: { ...unknown, date: dayOnly(rest, at) }, end: unknown, doubts: unclear };
  if (lengths.length > 1) return doubtful(items);
  const cuts = rest.flatMap((item, index) => (item.kind === 'separator' ? [index] : []));
  const length = lengths[0]?.kind === 'length' ? lengths[0].length : undefined;
  const [cut] = cuts;
  if (cuts.length > 1) return severalStretches(rest, cuts, at);
  const left = sideOf(cut === undefined ? rest : rest.slice(0, cut));
  const right = cut === undefined ? undefined : sideOf(rest.slice(cut + 1));
  const faulty = [left, right].find((side) => side !== undefined && !isOneMoment(side));
  if (faulty !== undefined) return doubtful(items, dayOnly(faulty.days.length === 1 ? faulty.days : [], at));
  if (right === undefined) return withLength(readStart(left, at), length, rest.length === 0);
  const separator = cut === undefined ? undefined : rest[cut];
  const isUntil = separator?.kind === 'separator' && separator.is === 'until';
  const read = readBoth(left, right, isUntil, at);
  if (read === undefined) return doubtful(items);
  if (length === undefined) return read;
  return agreesWithLength(read, length) ? read : { ...read, end: unknown, doubts: [...read.doubts, ...lengths] };
}

function doubtful(doubts: readonly Item[], date = ''): ReadTimes {
  return { start: { ...unknown, date }, end: unknown, doubts };
}

/** "10.11" beside a clock is a day, "14.30" beside a day is a clock; a dash that only sets things off goes. */
function settled(items: readonly Item[]): Item[] {
  const plain = items.map((item) => {
    if (item.kind !== 'dotted') return item;
    const { from, to, clock, day } = item;
    if (clock !== undefined && day === undefined) return { kind: 'clock', clock, from, to } as const;
    if (day !== undefined && clock === undefined) return { kind: 'day', day, from, to } as const;
    return item;
  });
  const hasClock = plain.some(({ kind }) => kind === 'clock');
  const hasDay = plain.some(({ kind }) => kind === 'day');
  const isClock = hasDay && !hasClock;
  const isDay = hasClock && !hasDay;
  const sure = plain.map((item) => {
    if (item.kind === 'hours') {
      // "tomorrow 9:00 8h" has its clock already.
      return hasClock
        ? ({ kind: 'length', length: item.length, isSaid: false, from: item.from, to: item.to } as const)
        : item;
    }
    if (item.kind !== 'dotted') return item;
    const { from, to, clock, day } = item;
    if (isClock && clock !== undefined) return { kind: 'clock', clock, from, to } as const;
    return isDay && day !== undefined ? ({ kind: 'day', day, from, to } as const) : item;
  });
  return sure.filter((item, index) => {
    if (item.kind !== 'separator' || item.is !== 'dash') return true;
    const [before, after] = [sure[index - 1], sure[index + 1]];
    if (before === undefined || after === undefined) return false;
    const isDayAndHours = before.kind === 'day' && after.kind === 'clock' && sure[index + 2]?.kind === 'separator';
    return !isDayAndHours && before.kind !== 'length' && after.kind !== 'length';
  });
}

function sideOf(items: readonly Item[]): Side {
  const days = items.filter((item) => item.kind === 'day');
  const halves = items.flatMap((item) =>
    item.kind === 'half' ? [item.half] : item.kind === 'day' && item.half ? [item.half] : [],
  );
  return {
    days,
    clocks: items.filter((item) => item.kind === 'clock'),
    half: halves[0],
    isNow: items.some(({ kind }) => kind === 'now'),
    ahead: items.find((item) => item.kind === 'ahead' || item.kind === 'instant'),
    items,
  };
}

function isOneMoment({ days, clocks, isNow, ahead, items }: Side): boolean {
  const kinds = Number(isNow) + items.filter(({ kind }) => kind === 'ahead' || kind === 'instant').length;
  const isAlone = kinds === 0 || (days.length === 0 && clocks.length === 0 && kinds === 1);
  const isToday = isNow && ahead === undefined && clocks.length === 0 && days.length === 1 && kinds === 1;
  return days.length <= 1 && clocks.length <= 1 && (isAlone || isToday);
}

/** Days and hours each from one to another, "mon-fri 9-17": every day, which is not one window. The days stay. */
function severalStretches(items: readonly Item[], cuts: readonly number[], at: At): ReadTimes {
  const [cut = 0] = cuts;
  const [first, second] = [items[cut - 1], items[cut + 1]];
  if (first?.kind !== 'day' || second?.kind !== 'day') return doubtful(items);
  const { date: today } = wallTimeOf(at.now, at.zone);
  const start = startDay(first.day, today, undefined) ?? '';
  const end = start === '' ? '' : (endDay(second.day, start, today, true) ?? '');
  return {
    start: { ...unknown, date: start },
    end: { ...unknown, date: end },
    doubts: items.filter(({ kind }) => kind === 'clock'),
  };
}

function dayOnly(items: readonly Item[], at: At): string {
  const days = items.filter((item) => item.kind === 'day');
  const [only] = days;
  if (days.length !== 1 || only === undefined) return '';
  return startDay(only.day, wallTimeOf(at.now, at.zone).date, undefined) ?? '';
}

function readStart(side: Side, at: At): ReadTimes {
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

function isOnlyToday(side: Side, today: string): boolean {
  return side.days.every(({ day }) => day.kind === 'date' && day.date === today);
}

/** Both ends are there, or the end alone. Undefined when they cannot be told apart. */
function readBoth(left: Side, right: Side, isUntil: boolean, at: At): ReadTimes | undefined {
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

/** With "tonight" the start is in the evening, and so is an end that can be. */
function tonightSpan(start: Clock, end: Clock, day: Side['days'][number] | undefined): ReturnType<typeof spanOf> {
  const span = spanOf(start, end);
  if (day?.isTonight !== true || span.start === undefined || span.start >= 720) return span;
  return { start: undefined, end: span.end };
}

/** A clock in the half of the day that stands beside it, or that "tonight" means; undefined where that cannot be. */
function ofDay(clock: Clock, day: Side['days'][number] | undefined, half: 'am' | 'pm' | undefined): Clock | undefined {
  const isEvening = day?.isTonight === true && half === undefined && !clock.is24 && clock.half === undefined;
  // "Tonight at 2" is no afternoon.
  if (isEvening && (clock.hour < 5 || clock.hour === 12)) return undefined;
  return inHalf(clock, half ?? (isEvening ? 'pm' : undefined));
}

// "Tonight 1am" is tomorrow for most, and "Friday midnight" one of two days.
function isNight(
  typed: Side['clocks'][number] | undefined,
  meant: Clock | undefined,
  day: Side['days'][number] | undefined,
): boolean {
  if (typed === undefined || day === undefined) return false;
  return meant === undefined
    ? day.isTonight === true
    : isDoubtfulMidnight(meant, day) || (day.isTonight === true && (timeOf(meant) ?? 720) < 720);
}

// "Friday midnight" is the beginning of Friday for some and its end for others.
function isDoubtfulMidnight(clock: Clock, day: Side['days'][number] | undefined): boolean {
  return clock.isMidnight === true && day !== undefined;
}

function doubtsOf({ days }: Side): Item[] {
  return days.filter(({ day }) => day.kind === 'doubt');
}

function nowOf({ now, zone }: At): { readonly today: string; readonly minutes: number } {
  const wall = wallTimeOf(now, zone);
  return { today: wall.date, minutes: minutesOf(wall.time) ?? 0 };
}

function minutesOf(time: string): number | undefined {
  return time === '' ? undefined : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Without a day: today, or tomorrow where that is at most twelve hours away. A time that has passed today could mean either. */
function undatedStart(time: number | undefined, now: number, today: string, isClock: boolean): string | undefined {
  if (!isClock || time === undefined) return undefined;
  if (time >= now) return today;
  return forward(now, time) <= 720 ? addDays(today, 1) : undefined;
}

function dayOfStart(day: Day, today: string, time: number | undefined, now: number): string | undefined {
  return startDay(day, today, time === undefined ? undefined : time < now);
}

function timeAt(date: string | undefined, minutes: number | undefined): TypedTime {
  const time = minutes === undefined ? '' : writeClock(minutes);
  return { kind: 'at', date: date !== undefined && isDateAndTime(date, time || '00:00') ? date : '', time };
}

/** An end on a day that was named. 24:00 is the day after's; which end of the day "midnight" is has to be asked. */
function endOn(
  date: string | undefined,
  minutes: number | undefined,
  clock: Clock | undefined,
  isNamed: boolean,
): TypedTime {
  if (isNamed && clock?.isMidnight === true) return timeAt(undefined, minutes);
  return timeAt(date !== undefined && minutes === 1440 ? addDays(date, 1) : date, minutes);
}

/** So long from now, rounded up to five minutes; or an instant as it is. */
function instantOf(item: Extract<Item, { kind: 'ahead' | 'instant' }>, { now, zone }: At): TypedTime {
  const at = item.kind === 'ahead' ? Math.ceil(addLength(now, item.length, zone) / STEP_MS) * STEP_MS : item.at;
  const wall = wallTimeOf(at, zone);
  const [year = 0, month = 0, day = 0] = wall.date.split('-').map(Number);
  return dateOf(year, month, day) === undefined ? unknown : { kind: 'at', ...wall };
}

/** The end comes after the start; and more than twelve hours after it only where a second day was named. What is not known yet is fine. */
function isShortOrDated(start: ReadTimes['start'], end: TypedTime, isDated: boolean, at: At): boolean {
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

/** A length without a start is from now on. */
function withLength(read: ReadTimes, length: Length | undefined, isFromNow: boolean): ReadTimes {
  if (length === undefined) return read;
  return { ...read, start: isFromNow ? { kind: 'now' } : read.start, end: { kind: 'for', length } };
}

function agreesWithLength({ start, end }: ReadTimes, length: Length): boolean {
  if (end?.kind !== 'at' || start.kind !== 'at' || start.time === '' || end.time === '' || end.date === '')
    return false;
  if (start.date === '') return false;
  const wall = (time: TypedTime) => Date.parse(`${time.date}T${time.time}:00Z`);
  return wall(end) - wall(start) === lengthMs(length);
}
