import { dateOf } from './calendar.ts';
import { type Found, type Item, one, type Reading, word } from './item.ts';
import { lengthAt } from './length.ts';
import { type Clock, halfOf, type Token } from './tokens.ts';
import { daysFromNow, halves, nowWords, separators, weekdays } from './vocabulary.ts';

/** 14:00, 2pm, 2 pm, 14h, 9 o'clock, and a number where only an hour can stand. */
export function clockAt(reading: Reading, at: number, items: readonly Item[]): Found | undefined {
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
export function isClockNumber(tokens: readonly Token[], at: number): boolean {
  return isAfterClockWord(tokens, at) || isBesideDash(tokens, at);
}

function isAfterClockWord(tokens: readonly Token[], at: number): boolean {
  const before = word(tokens[at - 1]);
  if (before === undefined) return tokens[at - 1]?.text === '@';
  return ['at', '@', 'from', 'between', 'until', 'till', 'til'].includes(before);
}

export function isBesideDash(tokens: readonly Token[], at: number): boolean {
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
