import { isProblem, type Problem, problem } from '../problem.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const WEEK_MS = 7 * DAY_MS;

const unitMs: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: WEEK_MS };

const counts: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'one two three four five six seven eight nine ten eleven twelve'.split(' ').map((word, index) => [word, index + 1]),
  ),
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};

/** A length of time as people mean it: days of the calendar, which last 23 to 25 hours each, and the rest in ms. */
export type Length = { readonly days: number; readonly ms: number };

/** How long a length is where no clock changes, ms. */
export function lengthMs({ days, ms }: Length): number {
  return days * DAY_MS + ms;
}

/**
 * Reads a length of time as people write it: `90m`, `1h30`, `2 hours`, `1:30`, `1 day`, `1.5h`, `half an hour`, `an hour and a half`, `three
 * hours`, `2 hrs.`, and `90` for minutes. Days are days and hours are hours: `2 days` and `48h` differ where the clocks change in between.
 * Whole minutes. Problem: duration_invalid, also for less than a minute and for a number that could be hours or minutes.
 */
export function readLength(text: string): Length | Problem {
  const clean = inDigits(text.trim().toLowerCase());
  const invalid = problem('duration_invalid', { text: text.trim().slice(0, 40) });
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(clean);
  // Nobody means 90 hours, and nobody writes 5 for either.
  const minutes = /^\d{2,3}$/.test(clean) && Number(clean) >= 15 && Number(clean) % 15 === 0 ? `${clean}m` : clean;
  const exact = clock
    ? { days: 0, ms: Number(clock[1]) * HOUR_MS + Number(clock[2]) * MINUTE_MS }
    : sumOfParts(minutes);
  if (exact === undefined) return invalid;
  // What is left of "1.5 days" is hours.
  const days = Math.floor(exact.days);
  const ms = Math.round((exact.ms + (exact.days - days) * DAY_MS) / MINUTE_MS) * MINUTE_MS;
  const all = lengthMs({ days, ms });
  return all > 0 && all <= 3650 * DAY_MS ? { days, ms } : invalid;
}

/** As readLength, in ms of days that have 24 hours. */
export function readDuration(text: string): number | Problem {
  const length = readLength(text);
  return isProblem(length) ? length : lengthMs(length);
}

/** "half an hour", "an hour and a half" and "1,5h" as "0.5 hour", "1.5 hour" and "1.5h"; a comma that stands between parts goes. */
function inDigits(text: string): string {
  return text
    .replaceAll(/(\d),(\d)/g, '$1.$2')
    .replaceAll(/([a-z]),/g, '$1 ')
    .replaceAll(/([a-z])\.(?=\s|$)/g, '$1')
    .replaceAll(/\b[a-z]+(?:-five)?\b/g, (word) => (Object.hasOwn(counts, word) ? String(counts[word]) : word))
    .replaceAll(/\b(\d+) and a half (?=hour|day|week)/g, '$1.5 ')
    .replaceAll(/\b(?:a )?half (?:an? )?(?=hour|day)/g, '0.5 ')
    .replaceAll(/\ba couple (?:of )?(?=hour|day|week)/g, '2 ')
    .replaceAll(/\b(?:a )?quarter of an hour\b/g, '15 minutes')
    .replaceAll(/\ban? (?=hour|day|minute|week)/g, '1 ')
    .replaceAll(/\b(\d+) (hour|day|week)s? and a half\b/g, '$1.5 $2');
}

function sumOfParts(text: string): Length | undefined {
  const part =
    /\s*(?:and\s+)?(\d+(?:\.\d+)?)\s*(w(?:ee)?ks?|w|d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?)?(?![a-z])/y;
  let days = 0;
  let ms = 0;
  let last = '';
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return undefined;
    // "1h30": a bare number behind hours is minutes; a bare number alone could be anything.
    const unit = found[2]?.charAt(0) ?? (last === 'h' ? 'm' : '');
    const each = unitMs[unit];
    if (each === undefined) return undefined;
    if (each < DAY_MS) ms += Number(found[1]) * each;
    else days += (Number(found[1]) * each) / DAY_MS;
    last = unit;
    if (text.slice(part.lastIndex).trim() === '') break;
  }
  return { days, ms };
}

/** A length of time in words: "2 hours 30 minutes", "1 day", of days that have 24 hours. Whole minutes; below one, "less than a minute". */
export function writeDuration(ms: number): string {
  return writeLength({ days: Math.floor(ms / DAY_MS), ms: ms % DAY_MS });
}

/** A length in words, whose hours stay hours: "2 days", "48 hours". */
export function writeLength({ days, ms }: Length): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  const parts: [number, string][] = [
    [days, 'day'],
    [Math.floor(minutes / 60), 'hour'],
    [minutes % 60, 'minute'],
  ];
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return words.length === 0 ? 'less than a minute' : words.join(' ');
}
