import { type Problem, problem } from './problem.ts';

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

/**
 * Reads a length of time as people write it: `90m`, `1h30`, `2 hours`, `1:30`, `1 day`, `1.5h`, `half an hour`, `an hour and a half`, `three
 * hours`, `2 hrs.`, and `90` for minutes. Answers milliseconds, in whole minutes. Problem: duration_invalid, also for less than a minute and
 * for a number that could be hours or minutes.
 */
export function readDuration(text: string): number | Problem {
  const clean = inDigits(text.trim().toLowerCase());
  const invalid = problem('duration_invalid', { text: text.trim().slice(0, 40) });
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(clean);
  // Nobody means 90 hours, and nobody writes 5 for either.
  const minutes = /^\d{2,3}$/.test(clean) && Number(clean) >= 15 && Number(clean) % 15 === 0 ? `${clean}m` : clean;
  const exact = clock ? Number(clock[1]) * HOUR_MS + Number(clock[2]) * MINUTE_MS : sumOfParts(minutes);
  if (exact === undefined) return invalid;
  const ms = Math.round(exact / MINUTE_MS) * MINUTE_MS;
  return ms > 0 && ms <= 3650 * DAY_MS ? ms : invalid;
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

function sumOfParts(text: string): number | undefined {
  const part =
    /\s*(?:and\s+)?(\d+(?:\.\d+)?)\s*(w(?:ee)?ks?|w|d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?)?(?![a-z])/y;
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
