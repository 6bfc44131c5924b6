import { type Problem, problem } from './problem.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const unitMs: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/**
 * Reads a length of time as people write it: `90m`, `1h30`, `2 hours`, `1:30`, `1 day`, `1.5h`, `half an hour`. Answers
 * milliseconds, in whole minutes. Problem: duration_invalid, also for less than a minute and for a number without a unit.
 */
export function readDuration(text: string): number | Problem {
  const clean = inDigits(text.trim().toLowerCase());
  const invalid = problem('duration_invalid', { text: text.trim().slice(0, 40) });
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(clean);
  const exact = clock ? Number(clock[1]) * HOUR_MS + Number(clock[2]) * MINUTE_MS : sumOfParts(clean);
  if (exact === undefined) return invalid;
  const ms = Math.round(exact / MINUTE_MS) * MINUTE_MS;
  return ms > 0 && ms <= 3650 * DAY_MS ? ms : invalid;
}

/** "half an hour" and "1,5h" as "0.5 hour" and "1.5h"; a comma that stands between parts goes. */
function inDigits(text: string): string {
  return text
    .replaceAll(/(\d),(\d)/g, '$1.$2')
    .replaceAll(/([a-z]),/g, '$1 ')
    .replaceAll(/\bhalf (?:an? )?(?=hour|day)/g, '0.5 ')
    .replaceAll(/\b(?:an?|one) (?=hour|day|minute)/g, '1 ');
}

function sumOfParts(text: string): number | undefined {
  const part = /\s*(?:and\s+)?(\d+(?:\.\d+)?)\s*(d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?)?(?![a-z])/y;
  let total = 0;
  let last = '';
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return undefined;
    // "1h30": a bare number behind hours is minutes; a bare number alone could be anything.
    const unit = found[2]?.charAt(0) ?? (last === 'h' ? 'm' : '');
    const each = unitMs[unit];
    if (each === undefined) return undefined;
    total += Number(found[1]) * each;
    last = unit;
    if (text.slice(part.lastIndex).trim() === '') break;
  }
  return total;
}

/** A length of time in words: "2 hours 30 minutes", "1 day". Whole minutes; below one, "less than a minute". */
export function writeDuration(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ];
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return words.length === 0 ? 'less than a minute' : words.join(' ');
}
