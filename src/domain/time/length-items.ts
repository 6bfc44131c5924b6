import { addDays } from './calendar.ts';
import { isBesideDash } from './clock-items.ts';
import { lengthMs } from './durations.ts';
import { type Found, one, type Reading, word } from './item.ts';
import { lengthAt } from './length.ts';
import type { Token } from './tokens.ts';

const DAY_MS = 24 * 60 * 60_000;
/** No invite is further ahead. */
const MOST_DAYS = 3_000;

/** "in 2h", "2 hours from now": a start; of days and weeks, a day. */
export function aheadAt({ tokens, today }: Reading, at: number): Found | undefined {
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

function isHours(token: Token): boolean {
  return token.kind === 'hours' || /(?:^|\d)(?:h|m)[a-z]*\.?$/i.test(token.text);
}

/** "for 2h", "+2h", and "for 90" in minutes. What stands behind "for" may as well be hours of the day: "for 14:00-16:00", "for 2-4pm". */
export function saidLengthAt({ tokens }: Reading, at: number): Found | undefined {
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
export function bareLengthAt({ tokens }: Reading, at: number): Found | undefined {
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
