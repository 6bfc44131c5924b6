import * as chrono from 'chrono-node';
import { readDuration, writeDuration } from './durations.ts';
import { findEmails } from './email.ts';
import { isProblem } from './problem.ts';
import type { TypedTime, TypedWindow } from './typed-window.ts';
import { offsetMinutes, wallTimeOf } from './zoned-time.ts';

/** What `/guest invite …` says in one line, as far as it could be made out; wall times are in the person's zone. */
export type InlineInvite = {
  readonly email: string | undefined;
  /** What is neither an e-mail nor a time: most likely the computer. */
  readonly hostText: string | undefined;
  readonly window: { readonly start: TypedWindow['start']; readonly end: TypedWindow['end'] | undefined } | undefined;
};

const MINUTE_MS = 60_000;

/**
 * Reads text such as `ana@example.com on Edit-3 tomorrow 14:00-16:00` or `in 2h for 90m`. `now` in epoch ms, `zone` the
 * person's own. Never throws; what is not understood is left to the form.
 */
export function readInlineInvite(text: string, at: { readonly now: number; readonly zone: string }): InlineInvite {
  const [email] = findEmails(text);
  let rest = text.replaceAll(/<mailto:[^>]*>/gi, ' ');
  for (const each of findEmails(rest)) rest = rest.replaceAll(new RegExp(escapeRegExp(each), 'gi'), ' ');

  const quoted = /["“”']([^"“”']+)["“”']/.exec(rest);
  if (quoted) rest = rest.replace(quoted[0], ' ');
  const length = takeLength(rest);
  rest = length.rest;
  const times = takeTimes(rest, at);
  rest = times?.rest ?? rest;
  const start = times?.start;
  const end: TypedWindow['end'] | undefined =
    times?.end ?? (length.text === undefined ? undefined : { kind: 'for', text: length.text });
  const hostText = (
    quoted?.[1] ?? rest.replaceAll(/(^|\s)(on|at|from|for|to|until|till|host|computer|machine)(?=\s|$)/gi, ' ')
  )
    .replaceAll(/[\s,;<>]+/g, ' ')
    .trim();
  return {
    email,
    hostText: hostText === '' ? undefined : hostText,
    window: start === undefined && end === undefined ? undefined : { start: start ?? { kind: 'now' }, end },
  };
}

/** "for 90m", "for 2 hours": taken out first, since a date parser would read it as a time of its own. */
function takeLength(text: string): { readonly rest: string; readonly text: string | undefined } {
  const found = /\bfor\s+((?:\d+(?:[.,]\d+)?\s*(?:days?|d|hours?|hrs?|h|minutes?|mins?|m)?\s*)+)(?=$|[\s,;])/i.exec(
    text,
  );
  if (found?.[1] === undefined) return { rest: text, text: undefined };
  const ms = readDuration(found[1]);
  if (isProblem(ms)) return { rest: text, text: undefined };
  return { rest: text.replace(found[0], ' '), text: writeDuration(ms) };
}

function takeTimes(text: string, at: { readonly now: number; readonly zone: string }) {
  const reference = { instant: new Date(at.now), timezone: offsetMinutes(at.now, at.zone) };
  const [found] = chrono.en.GB.parse(text, reference, { forwardDate: true });
  if (found === undefined) return undefined;
  const start = /^\s*(right )?now\s*$/i.test(found.text) ? ({ kind: 'now' } as const) : wallOf(found.start, at);
  return { start, end: found.end ? wallOf(found.end, at) : undefined, rest: text.replace(found.text, ' ') };
}

/**
 * chrono's Date is right only where the zone's offset is the same then as now; what it read is right always. Relative times
 * ("in 2h") are instants, and are turned into the zone's wall time.
 */
function wallOf(read: chrono.ParsedComponents, at: { readonly now: number; readonly zone: string }): TypedTime {
  if (read.tags().has('result/relativeDateAndTime')) {
    const wall = wallTimeOf(Math.ceil(read.date().getTime() / (5 * MINUTE_MS)) * 5 * MINUTE_MS, at.zone);
    return { kind: 'at', ...wall };
  }
  const pad = (value: number | null, length = 2) => String(value ?? 0).padStart(length, '0');
  return {
    kind: 'at',
    date: `${pad(read.get('year'), 4)}-${pad(read.get('month'))}-${pad(read.get('day'))}`,
    // A bare day ("tomorrow") leaves the time to the form.
    time: read.isCertain('hour') ? `${pad(read.get('hour'))}:${pad(read.get('minute'))}` : '',
  };
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
