import { createRequire } from 'node:module';
import { DateTime, IANAZone } from 'luxon';
import { type Problem, problem } from '../problem.ts';
import { type Length, writeDuration, writeLength } from './durations.ts';
import { type HourClock, writeClock } from './hour-clock.ts';
import { presentNames } from './zone-names.ts';

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
const DAY_MS = 24 * HOUR_MS;

const zones = [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map((listed) => presentNames[listed] ?? listed)]),
];
const zonesByLowerCase = new Map(zones.map((zone) => [zone.toLowerCase(), zone]));

/** The zones of this runtime under the names IANA gives them now, UTC among them; each clock once. */
export function listZones(): readonly string[] {
  return zones;
}

/**
 * A zone's name, however its letters are typed. An alias such as Asia/Calcutta or US/Pacific is kept when it is spelled right,
 * or else becomes the zone it stands for: a provider may be stricter about spelling than we are. Problem: zone_unknown.
 */
export function readZone(name: string): string | Problem {
  const typed = name.trim();
  // Intl also takes offsets such as +02:00; they are no zones, for they know no summer.
  if (!/^[A-Za-z][\w+\-/]*$/.test(typed)) return problem('zone_unknown', { zone: typed.slice(0, 60) });
  const listed = zonesByLowerCase.get(typed.toLowerCase());
  if (listed !== undefined) return listed;
  try {
    const meant = new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
    return spelledRight(typed) ? typed : (presentNames[meant] ?? meant);
  } catch {
    return problem('zone_unknown', { zone: typed.slice(0, 60) });
  }
}

// Intl takes any case and does not say which is right: Asia/Saigon, US/Pacific, EST5EDT, but not us/pacific or JAPAN.
function spelledRight(alias: string): boolean {
  return alias.split('/').every((part) => /^[A-Z]/.test(part) && (part.length <= 3 || /[a-z\d]/.test(part)));
}

/** How far a zone's clock is ahead of UTC at an instant, in minutes (can be a fraction in old records). */
export function offsetMinutes(at: number, zone: string): number {
  return IANAZone.create(zone).offset(at);
}

/** The instants at which the clock in `zone` shows `local` (`YYYY-MM-DDTHH:mm`). Throws for text that is no wall time. */
export function readWallTime(local: string, zone: string): WallTimeReading {
  const naive = Date.parse(`${local}:00Z`);
  if (!isWallTime(local) || Number.isNaN(naive)) throw new RangeError(`not a wall time: ${local}`);
  const offset = (at: number) => Math.round(offsetMinutes(at, zone) * MINUTE_MS);
  // Every offset that could apply lies within a day around the wall time (zones are 12 h behind to 14 h ahead of UTC), and no zone
  // changes twice in eight hours.
  const offsets = new Set([-16, -8, 0, 8, 16].map((hours) => offset(naive + hours * HOUR_MS)));
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

const LAST_DAY = Date.UTC(9999, 11, 31);

/**
 * The instant that is a length later: so many days later on the calendar of `zone` at the same time of day, and then so many hours. A time
 * of day the clocks skip counts as long after the jump as it would have been; of two the earlier one is meant, or the later (`fold`).
 */
export function addLength(at: number, { days, ms }: Length, zone: string, fold: 'earlier' | 'later' = 'later'): number {
  if (days === 0) return at + ms;
  const { date, time } = wallTimeOf(at, zone);
  const dayAt = Date.parse(`${date}T00:00:00Z`) + days * DAY_MS;
  // Behind the last day that is written with four figures there is no calendar to go by.
  if (!(dayAt <= LAST_DAY)) return at + days * DAY_MS + ms;
  const onDay = new Date(dayAt).toISOString().slice(0, 10);
  const read = readWallTime(`${onDay}T${time}`, zone);
  const rest = ms + (at % MINUTE_MS);
  switch (read.kind) {
    case 'once':
      return read.at + rest;
    case 'twice':
      return (fold === 'earlier' ? read.earlierAt : read.laterAt) + rest;
    case 'never':
      return read.at + Date.parse(`${onDay}T${time}Z`) - Date.parse(`${read.gapFrom}Z`) + rest;
  }
}

/** How long it is from one instant to a later one on the calendar of `zone`: whole days, and the rest. */
export function lengthBetween(startsAt: number, endsAt: number, zone: string): Length {
  const dayOf = (at: number) => Date.parse(`${wallTimeOf(at, zone).date}T00:00:00Z`);
  let days = Math.max(0, Math.round((dayOf(endsAt) - dayOf(startsAt)) / DAY_MS));
  while (days > 0 && addLength(startsAt, { days, ms: 0 }, zone, 'earlier') > endsAt) days -= 1;
  return { days, ms: endsAt - addLength(startsAt, { days, ms: 0 }, zone, 'earlier') };
}

/** For people, in `zone`: "Mon 23 Nov 2026, 14:00"; 'short' leaves out the year. */
export function writeTime(
  at: number,
  zone: string,
  style: 'full' | 'short' | 'day' | 'time' = 'full',
  clock: HourClock = '24',
): string {
  const wall = wallTimeOf(at, zone);
  const { date } = wall;
  const time = writeClock(wall.time, clock);
  if (style === 'time') return time;
  // date-fns-tz writes through a Date of the host's own zone, and is an hour off where the host's clock skips that wall time
  // (measured: 02:30 in Tokyo, written in Paris on the last Sunday in March, became 03:30). No clock skips noon.
  const day = formatInTimeZone(`${date}T12:00:00Z`, 'UTC', style === 'full' ? 'EEE d MMM yyyy' : 'EEE d MMM');
  return style === 'day' ? day : `${day}, ${time}`;
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

/** A start that somebody has yet to ask for is at least so far away, ms. */
export const SOON_MS = 10 * MINUTE_MS;

/** The next full or half hour on the zone's clock that is at least ten minutes away. */
export function nextHalfHour(now: number, zone: string): number {
  return halfHourFrom(now + SOON_MS, zone);
}

/** The first full or half hour on the zone's clock at an instant or after it. */
export function halfHourFrom(at: number, zone: string): number {
  const wall = DateTime.fromMillis(at, { zone });
  const past = (wall.minute % 30) * MINUTE_MS + wall.second * 1000 + wall.millisecond;
  return past === 0 ? at : at - past + 30 * MINUTE_MS;
}

/**
 * What a window means, in plain sentences: how long it really is, when it is in its own zone, and in the reader's zone where
 * that differs; a change of the clocks in between is said, and the year where it is not this one. All instants in epoch ms.
 */
export function describeWindow(
  startsAt: number,
  endsAt: number,
  zone: string,
  ownZone: string,
  now: number,
  clock: HourClock = '24',
): string {
  // As long as the two times say that it is: they are shown to the minute, and "now" has seconds.
  const [start, end] = [toMinute(startsAt), toMinute(endsAt)];
  const length = writeLength(lengthBetween(start, end, zone));
  const parts = [`${capital(length)}: ${span(startsAt, endsAt, zone, now, clock)} in ${cityOf(zone)}.`];
  const differs =
    offsetMinutes(startsAt, zone) !== offsetMinutes(startsAt, ownZone) ||
    offsetMinutes(endsAt, zone) !== offsetMinutes(endsAt, ownZone);
  if (differs) parts.push(`For you (${cityOf(ownZone)}): ${span(startsAt, endsAt, ownZone, now, clock)}.`);
  if (offsetMinutes(startsAt, zone) !== offsetMinutes(endsAt, zone)) {
    parts.push(`The clocks change in between: it lasts ${writeLength({ days: 0, ms: end - start })}.`);
  }
  // As people count: at 10:00 and some seconds, 14:00 is in 4 hours.
  if (startsAt > now) parts.push(`It starts in ${writeDuration(Math.ceil((startsAt - now) / MINUTE_MS) * MINUTE_MS)}.`);
  return parts.join(' ');
}

function span(startsAt: number, endsAt: number, zone: string, now: number, clock: HourClock): string {
  const [start, end, today] = [startsAt, endsAt, now].map((at) => wallTimeOf(at, zone).date);
  const style = start?.slice(0, 4) === today?.slice(0, 4) && end?.slice(0, 4) === today?.slice(0, 4) ? 'short' : 'full';
  return `${writeTime(startsAt, zone, style, clock)} to ${writeTime(endsAt, zone, start === end ? 'time' : style, clock)}`;
}

function toMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
