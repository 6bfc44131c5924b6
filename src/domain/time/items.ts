import { type Length, lengthMs } from '../durations.ts';
import { addDays, dateOf } from './calendar.ts';
import type { DateOrder } from './date-order.ts';
import type { Day } from './day.ts';
import { lengthAt } from './length.ts';
import { type Clock, halfOf, type Token } from './tokens.ts';
import { daysFromNow, halves, links, months, nowWords, partsOfDay, separators, weekdays } from './vocabulary.ts';

/** A stretch of tokens that means one thing; `from` and `to` count tokens, `to` the first that is not part of it. */
export type Item = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'day'; readonly day: Day; readonly half?: 'am' | 'pm' | undefined; readonly isTonight?: boolean }
  | { readonly kind: 'half'; readonly half: 'am' | 'pm' }
  | { readonly kind: 'clock'; readonly clock: Clock }
  /** "14.30" or "10.11": a clock or a day. */
  | { readonly kind: 'dotted'; readonly clock: Clock | undefined; readonly day: Day | undefined }
  | { readonly kind: 'separator'; readonly is: 'dash' | 'to' | 'until' }
  | { readonly kind: 'length'; readonly length: Length; readonly isSaid: boolean }
  /** "8h" by itself: eight o'clock in France, eight hours elsewhere. */
  | { readonly kind: 'hours'; readonly clock: Clock; readonly length: Length }
  /** So long from now, ms. */
  | { readonly kind: 'ahead'; readonly length: Length }
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'now' }
  | { readonly kind: 'name' }
  | { readonly kind: 'link' }
  | { readonly kind: 'stray' }
);

type Kind<T> = T extends unknown ? Omit<T, 'from' | 'to'> : never;
type Found = { readonly made: readonly Kind<Item>[]; readonly to: number };

type Reading = { readonly tokens: readonly Token[]; readonly today: string; readonly order: DateOrder | undefined };

/** What a line is made of, in its order. Every token is in exactly one item. `today` is the day in the person's zone. */
export function itemsOf(tokens: readonly Token[], today: string, order: DateOrder | undefined): Item[] {
  const reading = { tokens, today, order };
  const items: Item[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found =
      nameAt(reading, at) ??
      nowAt(reading, at) ??
      aheadAt(reading, at) ??
      saidLengthAt(reading, at) ??
      dayAt(reading, at) ??
      clockAt(reading, at, items) ??
      bareLengthAt(reading, at) ??
      separatorAt(reading, at, items) ??
      wordAt(reading, at);
    for (const made of found.made) items.push({ ...made, from: at, to: found.to } as Item);
    at = found.to;
  }
  return items;
}

function word(token: Token | undefined): string | undefined {
  return token?.kind === 'word' ? token.word : undefined;
}

function one(made: Kind<Item>, to: number): Found {
  return { made: [made], to };
}

function nameAt({ tokens }: Reading, at: number): Found | undefined {
  return tokens[at]?.kind === 'name' ? one({ kind: 'name' }, at + 1) : undefined;
}

function nowAt({ tokens }: Reading, at: number): Found | undefined {
  const first = word(tokens[at]);
  const second = word(tokens[at + 1]);
  if (first === 'right' && second === 'now') return one({ kind: 'now' }, at + 2);
  if (first === 'straight' && second === 'away') return one({ kind: 'now' }, at + 2);
  if (first === 'from' && second === 'now' && word(tokens[at + 2]) === 'on') return one({ kind: 'now' }, at + 3);
  return first !== undefined && nowWords.has(first) ? one({ kind: 'now' }, at + 1) : undefined;
}

/** "in 2h", "2 hours from now": a start; of days and weeks, a day. */
function aheadAt({ tokens, today }: Reading, at: number): Found | undefined {
  const isIn = word(tokens[at]) === 'in';
  const found = lengthAt(tokens, isIn ? at + 1 : at);
  if (found === undefined || found.isBare) return undefined;
  const { length, end } = found;
  const isFromNow = word(tokens[end]) === 'from' && word(tokens[end + 1]) === 'now';
  if (!isIn && !isFromNow) return undefined;
  const to = isFromNow ? end + 2 : end;
  const days = lengthMs(length) / DAY_MS;
  const isDays = tokens.slice(at, to).every((token) => !isHours(token)) && Number.isInteger(days);
  if (days > MOST_DAYS) return undefined;
  return one(
    isDays ? { kind: 'day', day: { kind: 'date', date: addDays(today, days) } } : { kind: 'ahead', length },
    to,
  );
}

const DAY_MS = 24 * 60 * 60_000;
/** No invite is further ahead. */
const MOST_DAYS = 3_000;

function isHours(token: Token): boolean {
  return token.kind === 'hours' || /(?:^|\d)(?:h|m)[a-z]*\.?$/i.test(token.text);
}

/** "for 2h", "+2h", and "for 90" in minutes. What stands behind "for" may as well be hours of the day: "for 14:00-16:00", "for 2-4pm". */
function saidLengthAt({ tokens }: Reading, at: number): Found | undefined {
  const isFor = word(tokens[at]) === 'for';
  const isPlus = tokens[at]?.text.startsWith('+') === true;
  if (!isFor && !isPlus) return undefined;
  const first = isFor ? at + 1 : at;
  const found = lengthAt(tokens, first);
  if (isFor && isBesideDash(tokens, first)) return lengthRangeAt(tokens, at);
  const token = tokens[first];
  if (isFor && token?.kind === 'clock' && token.clock.half !== undefined) return undefined;
  // "for 1.5" is no first of May, and "for 14:00" hardly fourteen hours.
  const isUnclear = token?.kind === 'dotted' || (token?.kind === 'clock' && token.clock.hour > MOST_HOURS);
  if (isFor && isUnclear && (found === undefined || found.end === first + 1)) return one({ kind: 'stray' }, first + 1);
  return found === undefined ? undefined : one({ kind: 'length', length: found.length, isSaid: true }, found.end);
}

/** "for 1:30" is a length; more hours than these are rather one of the day. */
const MOST_HOURS = 4;

/** "for 2-3 hours": which of them has to be asked. */
function lengthRangeAt(tokens: readonly Token[], at: number): Found | undefined {
  const last = tokens[at + 3];
  const length = lengthAt(tokens, at + 3);
  const isClock = last?.kind === 'clock' || (last?.kind === 'hours' && last.clock.hour > MOST_HOURS);
  return isClock || length === undefined || length.isBare ? undefined : one({ kind: 'stray' }, length.end);
}

/** "2 hours". "3d" by itself is part of a name, and "14h" is a clock. */
function bareLengthAt({ tokens }: Reading, at: number): Found | undefined {
  const token = tokens[at];
  const found = lengthAt(tokens, at);
  if (token === undefined || found === undefined || found.isBare || token.kind === 'clock') return undefined;
  const { length, end } = found;
  if (token.kind === 'dotted' && tokens[at + 1]?.kind !== 'word') return undefined;
  if (end === at + 1 && (token.kind === 'word' || /^\d+d$/i.test(token.text))) return undefined;
  // "a week from friday" is a day, "2 days from friday" may be a length.
  const isDays = !tokens.slice(at, end).some(isHours) && lengthMs(length) % DAY_MS === 0;
  if (isDays && word(tokens[end]) === 'from') return one({ kind: 'stray' }, end);
  if (token.kind === 'hours' && end === at + 1 && token.clock.hour >= 6) {
    return one({ kind: 'hours', clock: token.clock, length }, end);
  }
  return one({ kind: 'length', length, isSaid: false }, end);
}

function dayAt(reading: Reading, at: number): Found | undefined {
  return weekdayAt(reading, at) ?? namedDayAt(reading, at) ?? monthDayAt(reading, at) ?? writtenDayAt(reading, at);
}

/** today, tomorrow morning, tonight, the day after tomorrow, this afternoon */
function namedDayAt({ tokens, today }: Reading, at: number): Found | undefined {
  const first = word(tokens[at]);
  if (first === undefined) return undefined;
  const start = first === 'the' ? at + 1 : at;
  if (word(tokens[start]) === 'day' && word(tokens[start + 1]) === 'after' && word(tokens[start + 2]) === 'tomorrow') {
    return withHalf(tokens, { kind: 'date', date: addDays(today, 2) }, start + 3);
  }
  const second = partsOfDay.get(word(tokens[at + 1]) ?? '');
  if (first === 'this' && second !== undefined) {
    return one({ kind: 'day', day: { kind: 'date', date: today }, half: second }, at + 2);
  }
  const half = partsOfDay.get(first);
  if (half !== undefined) return one({ kind: 'half', half }, at + 1);
  const days = daysFromNow.get(first);
  if (days === undefined) return undefined;
  const day: Day = { kind: 'date', date: addDays(today, days) };
  if (first === 'tonight') return one({ kind: 'day', day, isTonight: true }, at + 1);
  return withHalf(tokens, day, at + 1);
}

function withHalf(tokens: readonly Token[], day: Day, at: number): Found {
  const half = partsOfDay.get(word(tokens[at]) ?? '');
  return one({ kind: 'day', day, half }, half === undefined ? at : at + 1);
}

/** friday, next friday, friday next week, fri 27 nov, friday the 27th */
function weekdayAt(reading: Reading, at: number): Found | undefined {
  const { tokens } = reading;
  const first = word(tokens[at]);
  if (first === 'next' && word(tokens[at + 1]) === 'week') {
    const after = weekdays.get(word(tokens[at + 2]) ?? '');
    return after === undefined
      ? undefined
      : withHalf(tokens, { kind: 'weekday', weekday: after, week: 'next-week' }, at + 3);
  }
  const isNext = first === 'next';
  const start = isNext || first === 'this' || first === 'coming' ? at + 1 : at;
  const weekday = weekdays.get(word(tokens[start]) ?? '');
  if (weekday === undefined) return undefined;
  if (word(tokens[start + 1]) === 'next' && word(tokens[start + 2]) === 'week') {
    return withHalf(tokens, { kind: 'weekday', weekday, week: 'next-week' }, start + 3);
  }
  const dated = start === at ? datedAt(reading, start + 1) : undefined;
  if (dated !== undefined) {
    const day = withWeekday(dated.day, weekday);
    return day === undefined ? undefined : one({ kind: 'day', day }, dated.to);
  }
  return withHalf(tokens, { kind: 'weekday', weekday, week: isNext ? 'next' : 'coming' }, start + 1);
}

function datedAt(reading: Reading, at: number): { readonly day: Day; readonly to: number } | undefined {
  const found = monthDayAt(reading, at) ?? writtenDayAt(reading, at);
  const [made] = found?.made ?? [];
  return found?.made.length === 1 && made?.kind === 'day' ? { day: made.day, to: found.to } : undefined;
}

function withWeekday(day: Day, weekday: number): Day | undefined {
  if (day.kind === 'yearly' || day.kind === 'monthly') return { ...day, weekday };
  return day.kind === 'weekday' ? undefined : day;
}

/** 1 dec, 1st of december 2026, dec 1, 24-26 nov, the 27th */
function monthDayAt({ tokens }: Reading, at: number): Found | undefined {
  const start = word(tokens[at]) === 'the' ? at + 1 : at;
  const first = dayNumber(tokens[start]);
  if (first !== undefined) {
    const isOf = word(tokens[start + 1]) === 'of';
    const monthIndex = isOf ? start + 2 : start + 1;
    const month = months.get(word(tokens[monthIndex]) ?? '');
    if (month !== undefined) return dayBeforeMonth(tokens, first, month, monthIndex);
    const last = tokens[start + 1]?.kind === 'dash' ? dayNumber(tokens[start + 2]) : undefined;
    const common = last === undefined ? undefined : months.get(word(tokens[start + 3]) ?? '');
    if (last !== undefined && common !== undefined) return stretch(tokens, [first, last], common, start + 4);
    const token = tokens[start];
    // Not "30." at the end of a sentence about something else: only an ordinal that is said as one.
    const isSaid = token?.kind === 'number' && token.isOrdinal && !token.text.endsWith('.');
    return isSaid ? one({ kind: 'day', day: { kind: 'monthly', day: first } }, start + 1) : undefined;
  }
  const month = months.get(word(tokens[at]) ?? '');
  // "the first of december 9-5": its day stands before it, in a way that is not read.
  if (month === undefined || word(tokens[at - 1]) === 'of') return undefined;
  const next = word(tokens[at + 1]) === 'the' ? at + 2 : at + 1;
  const day = dayNumber(tokens[next]);
  if (day === undefined) return undefined;
  const last = tokens[next + 1]?.kind === 'dash' ? dayNumber(tokens[next + 2]) : undefined;
  const isLastDay = last !== undefined && last > day && halfOf(tokens[next + 3]) === undefined;
  // "dec 9-11" could be hours of a day that is missing, too, but a month wants a day.
  if (isLastDay) return stretch(tokens, [day, last], month, next + 3);
  return withYear(tokens, day, month, next + 1);
}

function dayBeforeMonth(tokens: readonly Token[], day: number, month: number, monthIndex: number): Found {
  const after = tokens[monthIndex + 1];
  const other = after?.kind === 'number' && !isClockNumber(tokens, monthIndex + 1) ? dayNumber(after) : undefined;
  // "3 Dec 1": one of the two belongs to something else.
  if (other === undefined || yearOf(after) !== undefined) return withYear(tokens, day, month, monthIndex + 1);
  const days = [day, other].map((each) => ({ month, day: each }));
  return one({ kind: 'day', day: { kind: 'doubt', days } }, monthIndex + 2);
}

function withYear(tokens: readonly Token[], day: number, month: number, at: number): Found {
  const year = yearOf(tokens[at]);
  if (year === undefined || tokens[at + 1]?.kind === 'dash') return one({ kind: 'day', day: yearly(month, day) }, at);
  const date = dateOf(year, month, day);
  return one({ kind: 'day', day: date === undefined ? { kind: 'doubt', days: [] } : { kind: 'date', date } }, at + 1);
}

function stretch(tokens: readonly Token[], days: readonly [number, number], month: number, at: number): Found {
  const year = yearOf(tokens[at]);
  const made = days.map((day): Kind<Item> => {
    const date = year === undefined ? undefined : dateOf(year, month, day);
    return { kind: 'day', day: date === undefined ? yearly(month, day) : { kind: 'date', date } };
  });
  const [first, last] = made;
  if (first === undefined || last === undefined) return { made, to: at };
  return { made: [first, { kind: 'separator', is: 'dash' }, last], to: year === undefined ? at : at + 1 };
}

function yearly(month: number, day: number): Day {
  // In a leap year every day there can be is one.
  return dateOf(2028, month, day) === undefined ? { kind: 'doubt', days: [] } : { kind: 'yearly', month, day };
}

function dayNumber(token: Token | undefined): number | undefined {
  return token?.kind === 'number' && token.value >= 1 && token.value <= 31 ? token.value : undefined;
}

function yearOf(token: Token | undefined): number | undefined {
  return token?.kind === 'number' && /^20\d\d$/.test(token.text) ? token.value : undefined;
}

/** 2026-11-25, 25/11/2026, 30.11., 12/1 */
function writtenDayAt({ tokens, order }: Reading, at: number): Found | undefined {
  const token = tokens[at];
  if (token?.kind === 'iso') return one({ kind: 'day', day: { kind: 'date', date: token.date } }, at + 1);
  if (token?.kind === 'instant') return one({ kind: 'instant', at: token.at }, at + 1);
  if (token?.kind !== 'date') return undefined;
  const { first, second, year, isDayFirst } = token;
  const days = [
    { day: first, month: second },
    ...(isDayFirst || first === second ? [] : [{ day: second, month: first }]),
  ].filter(({ month, day }) => dateOf(year ?? 2028, month, day) !== undefined);
  const [dayFirst, monthFirst] = days;
  const meant = days.length < 2 || order === 'day-first' ? dayFirst : order === 'month-first' ? monthFirst : undefined;
  if (meant === undefined) return one({ kind: 'day', day: { kind: 'doubt', days } }, at + 1);
  const date = year === undefined ? undefined : dateOf(year, meant.month, meant.day);
  return one({ kind: 'day', day: date === undefined ? { kind: 'yearly', ...meant } : { kind: 'date', date } }, at + 1);
}

/** 14:00, 2pm, 2 pm, 14h, 9 o'clock, and a number where only an hour can stand. */
function clockAt(reading: Reading, at: number, items: readonly Item[]): Found | undefined {
  const { tokens } = reading;
  const token = tokens[at];
  const after = tokens[at + 1];
  switch (token?.kind) {
    case 'clock': {
      const half = token.clock.half === undefined ? halfOf(after) : undefined;
      if (half !== undefined) {
        const { hour } = token.clock;
        const fits = hour >= 1 && hour <= 12;
        return fits ? one({ kind: 'clock', clock: { ...token.clock, half, is24: false } }, at + 2) : undefined;
      }
      return one({ kind: 'clock', clock: token.clock }, isClockMark(after) ? at + 2 : at + 1);
    }
    case 'hours': {
      const isClock = token.clock.hour >= 13 || isAfterClockWord(tokens, at) || isBesideDash(tokens, at);
      return isClock && lengthAt(tokens, at)?.end === at + 1
        ? one({ kind: 'clock', clock: token.clock }, at + 1)
        : undefined;
    }
    case 'dotted':
      return lengthAt(tokens, at)?.isBare === false ? undefined : dotted(token.first, token.second, tokens, at);
    case 'number':
      return numberClock(tokens, at, items);
    default:
      return undefined;
  }
}

function dotted(first: number, second: number, tokens: readonly Token[], at: number): Found {
  const isTwo = /\.\d\d$/.test(tokens[at]?.text ?? '');
  const half = halfOf(tokens[at + 1]);
  const is24 = half === undefined && (first > 12 || first === 0 || tokens[at]?.text.startsWith('0') === true);
  const isClock = isTwo && second <= 59 && first <= (half === undefined ? 23 : 12);
  const clock = isClock ? { hour: first, minute: second, half, is24 } : undefined;
  const isDay = half === undefined && dateOf(2028, second, first) !== undefined;
  const day = isDay ? ({ kind: 'yearly', month: second, day: first } as const) : undefined;
  const to = half === undefined ? at + 1 : at + 2;
  if (clock === undefined && day === undefined) return one({ kind: 'stray' }, to);
  return one({ kind: 'dotted', clock, day }, to);
}

function numberClock(tokens: readonly Token[], at: number, items: readonly Item[]): Found | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.isOrdinal) return undefined;
  const half = halfOf(tokens[at + 1]);
  if (half !== undefined && token.value >= 1 && token.value <= 12) {
    return one({ kind: 'clock', clock: { hour: token.value, minute: 0, half, is24: false } }, at + 2);
  }
  const isMarked = isClockMark(tokens[at + 1]);
  const isExpected =
    isMarked || isClockNumber(tokens, at) || items.at(-1)?.kind === 'day' || items.at(-1)?.kind === 'half';
  if (!isExpected || lengthAt(tokens, at)?.isBare === false) return undefined;
  const clock = clockOfNumber(token.text);
  return clock === undefined ? undefined : one({ kind: 'clock', clock }, isMarked ? at + 2 : at + 1);
}

function clockOfNumber(text: string): Clock | undefined {
  const [hour, minute] = text.length === 4 ? [Number(text.slice(0, 2)), Number(text.slice(2))] : [Number(text), 0];
  if (text.length > 4 || text.length === 3 || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  return { hour, minute, half: undefined, is24: text.length === 4 || text.startsWith('0') || hour > 12 || hour === 0 };
}

/** Whether a number stands where an hour does: behind "at", beside a dash or a "to" with another number. */
function isClockNumber(tokens: readonly Token[], at: number): boolean {
  return isAfterClockWord(tokens, at) || isBesideDash(tokens, at);
}

function isAfterClockWord(tokens: readonly Token[], at: number): boolean {
  const before = word(tokens[at - 1]);
  if (before === undefined) return tokens[at - 1]?.text === '@';
  return ['at', '@', 'from', 'between', 'until', 'till', 'til'].includes(before);
}

function isBesideDash(tokens: readonly Token[], at: number): boolean {
  const isBetween = (token: Token | undefined) =>
    token?.kind === 'dash' || (token?.kind === 'word' && (separators.has(token.word) || token.word === 'and'));
  const isTime = (token: Token | undefined) =>
    token?.kind === 'number' || token?.kind === 'clock' || token?.kind === 'hours' || token?.kind === 'dotted';
  const isStart = isBetween(tokens[at + 1]) && (isTime(tokens[at + 2]) || isDayWord(tokens[at + 2]));
  const isEnd = isBetween(tokens[at - 1]) && (isTime(tokens[at - 2]) || isTimeEnd(tokens[at - 2]));
  return isStart || isEnd;
}

function isDayWord(token: Token | undefined): boolean {
  const said = word(token) ?? '';
  return weekdays.has(said) || daysFromNow.has(said);
}

function isTimeEnd(token: Token | undefined): boolean {
  const said = word(token) ?? '';
  return halves.has(said) || nowWords.has(said) || isClockMark(token);
}

function isClockMark(token: Token | undefined): boolean {
  const said = word(token);
  return said === 'oclock' || said === 'uhr' || said === 'uur';
}

function separatorAt({ tokens }: Reading, at: number, items: readonly Item[]): Found | undefined {
  const token = tokens[at];
  if (token?.kind === 'dash') return one({ kind: 'separator', is: 'dash' }, at + 1);
  const said = word(token);
  const is = said === undefined ? undefined : separators.get(said);
  if (is !== undefined) return one({ kind: 'separator', is }, at + 1);
  // "between 14:00 and 17:00"
  const last = items.at(-1)?.kind;
  const isOpen = tokens.slice(0, at).some((each) => word(each) === 'between');
  const follows = last === 'clock' || last === 'dotted' || last === 'day';
  return said === 'and' && isOpen && follows && !items.some((item) => item.kind === 'separator')
    ? one({ kind: 'separator', is: 'to' }, at + 1)
    : undefined;
}

function wordAt({ tokens }: Reading, at: number): Found {
  const said = word(tokens[at]);
  const isBetween = said === 'between' && tokens.slice(at).some((each) => word(each) === 'and');
  return one({ kind: said !== undefined && (links.has(said) || isBetween) ? 'link' : 'stray' }, at + 1);
}
