import { addDays, dateOf } from './calendar.ts';
import { isClockNumber } from './clock-items.ts';
import type { Day } from './day.ts';
import { type Found, type Item, type Kind, one, type Reading, word } from './item.ts';
import { halfOf, type Token } from './tokens.ts';
import { daysFromNow, months, partsOfDay, weekdays } from './vocabulary.ts';

export function dayAt(reading: Reading, at: number): Found | undefined {
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
