import { createRequire } from 'node:module';
import { DateTime, IANAZone } from 'luxon';
import { writeDuration } from './durations.ts';
import { type Problem, problem } from './problem.ts';

// As an ES module it loads the 300 files of date-fns one by one: 1.5 seconds of every start, against 0.15 this way.
const { formatInTimeZone }: typeof import('date-fns-tz') = createRequire(import.meta.url)('date-fns-tz');

/**
 * Every time-zone rule there is here. An instant is epoch milliseconds, a wall time is `YYYY-MM-DDTHH:mm` in an IANA zone.
 * luxon computes offsets, date-fns-tz writes times for people. Neither library's default is trusted where the clocks change:
 * measured, they disagree there with each other and with themselves.
 */
export type WallTimeReading =
  | { readonly kind: 'once'; readonly at: number }
  /** The clocks skip it: they jump from `gapFrom` to `gapTo` (wall times). `at` is the instant of the jump. */
  | { readonly kind: 'never'; readonly gapFrom: string; readonly gapTo: string; readonly at: number }
  | { readonly kind: 'twice'; readonly earlierAt: number; readonly laterAt: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The IANA zones of this runtime. */
export function listZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** A zone's name as the runtime spells it; aliases such as Asia/Calcutta are taken. Problem: zone_unknown. */
export function readZone(name: string): string | Problem {
  const typed = name.trim();
  const unknown = problem('zone_unknown', { zone: typed.slice(0, 60) });
  // Intl also takes offsets such as +02:00; they are no zones, for they know no summer.
  if (!/^[A-Za-z][\w+\-/]*$/.test(typed)) return unknown;
  const listed = zonesByLowerCase.get(typed.toLowerCase());
  if (listed !== undefined) return listed;
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
    return resolved.toLowerCase() === typed.toLowerCase() ? resolved : IANAZone.isValidZone(typed) ? typed : unknown;
  } catch {
    return unknown;
  }
}

const zonesByLowerCase = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));

/** How far a zone's clock is ahead of UTC at an instant, in minutes (can be a fraction in old records). */
export function offsetMinutes(at: number, zone: string): number {
  return IANAZone.create(zone).offset(at);
}

/** The instants at which the clock in `zone` shows `local` (`YYYY-MM-DDTHH:mm`). Throws for text that is no wall time. */
export function readWallTime(local: string, zone: string): WallTimeReading {
  const naive = Date.parse(`${local}:00Z`);
  if (!isWallTime(local) || Number.isNaN(naive)) throw new RangeError(`not a wall time: ${local}`);
  const offset = (at: number) => offsetMinutes(at, zone) * MINUTE_MS;
  // Every offset that could apply: those in force within a day around the wall time (offsets lie between -12 and +14 h).
  const offsets = new Set<number>();
  for (let hours = -16; hours <= 16; hours += 1) offsets.add(offset(naive + hours * HOUR_MS));
  const instants = [...offsets].map((each) => naive - each).filter((at) => at + offset(at) === naive);
  const [first, second] = instants.toSorted((a, b) => a - b);
  if (first !== undefined && second !== undefined) return { kind: 'twice', earlierAt: first, laterAt: second };
  if (first !== undefined) return { kind: 'once', at: first };

  // In a gap: read with the offset after the jump the time lies before it, and the other way round.
  const candidates = [...offsets].map((each) => naive - each).toSorted((a, b) => a - b);
  let before = candidates[0] ?? naive;
  let after = candidates.at(-1) ?? naive;
  const offsetBefore = offset(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === offsetBefore) before = middle;
    else after = middle;
  }
  const wall = (at: number, shift: number) => new Date(at + shift).toISOString().slice(0, 16);
  return { kind: 'never', gapFrom: wall(after, offsetBefore), gapTo: wall(after, offset(after)), at: after };
}

function isWallTime(local: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return false;
  const naive = Date.parse(`${local}:00Z`);
  // 31 February parses as 3 March in some engines: only what comes back the same was a date.
  return !Number.isNaN(naive) && new Date(naive).toISOString().slice(0, 16) === local;
}

/** Whether a text is a real day and a clock time, whatever the zone. */
export function isDateAndTime(date: string, time: string): boolean {
  return isWallTime(`${date}T${time}`);
}

/** What the clock in `zone` shows. */
export function wallTimeOf(at: number, zone: string): { readonly date: string; readonly time: string } {
  const wall = DateTime.fromMillis(at, { zone });
  return { date: wall.toFormat('yyyy-MM-dd'), time: wall.toFormat('HH:mm') };
}

/** For people, in `zone`: "Mon 23 Nov 2026, 14:00"; 'time' gives "14:00", 'day' gives "Mon 23 Nov". */
export function writeTime(at: number, zone: string, style: 'full' | 'short' | 'day' | 'time' = 'full'): string {
  const formats = { full: 'EEE d MMM yyyy, HH:mm', short: 'EEE d MMM, HH:mm', day: 'EEE d MMM', time: 'HH:mm' };
  return formatInTimeZone(at, zone, formats[style]);
}

/** A zone in words at an instant: "Paris (UTC+1)". */
export function zoneLabel(zone: string, at: number): string {
  return `${cityOf(zone)} (${writeOffset(offsetMinutes(at, zone))})`;
}

/** The last part of a zone's name, as people say it: "New York". */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

export function writeOffset(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const rest = whole % 60;
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(whole / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** The next full or half hour on the zone's clock that is at least ten minutes away. */
export function nextHalfHour(now: number, zone: string): number {
  const soon = DateTime.fromMillis(now + 10 * MINUTE_MS, { zone });
  const past = (soon.minute % 30) * MINUTE_MS + soon.second * 1000 + soon.millisecond;
  return past === 0 ? soon.toMillis() : soon.toMillis() - past + 30 * MINUTE_MS;
}

/**
 * What a window means, in plain sentences: its length, when it is in its own zone, and in the reader's zone if that differs.
 */
export function describeWindow(startsAt: number, endsAt: number, zone: string, ownZone: string, now: number): string {
  const parts = [`${capital(writeDuration(endsAt - startsAt))}: ${span(startsAt, endsAt, zone)} in ${cityOf(zone)}.`];
  const differs =
    offsetMinutes(startsAt, zone) !== offsetMinutes(startsAt, ownZone) ||
    offsetMinutes(endsAt, zone) !== offsetMinutes(endsAt, ownZone);
  if (differs) parts.push(`For you (${cityOf(ownZone)}): ${span(startsAt, endsAt, ownZone)}.`);
  if (offsetMinutes(startsAt, zone) !== offsetMinutes(endsAt, zone)) parts.push('The clocks change in between.');
  if (startsAt > now) parts.push(`It starts in ${writeDuration(startsAt - now)}.`);
  return parts.join(' ');
}

function span(startsAt: number, endsAt: number, zone: string): string {
  const sameDay = wallTimeOf(startsAt, zone).date === wallTimeOf(endsAt, zone).date;
  return `${writeTime(startsAt, zone, 'short')} to ${writeTime(endsAt, zone, sameDay ? 'time' : 'short')}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
