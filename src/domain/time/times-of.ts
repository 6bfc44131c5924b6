import { endDay, startDay } from './day.ts';
import { type Length, lengthMs } from './durations.ts';
import type { Item } from './item.ts';
import { type At, doubtful, type ReadTimes, unknown } from './moments.ts';
import { readBoth, readStart } from './read-sides.ts';
import { isOneMoment, sideOf } from './side.ts';
import type { TypedTime } from './typed-window.ts';
import { wallTimeOf } from './zoned-time.ts';

/**
 * What the items of a line say of a start and an end, at `now` (epoch ms) in `zone`. What is typed first is the start. Undefined when they
 * say nothing of time.
 */
export function timesOf(all: readonly Item[], at: At): ReadTimes | undefined {
  const items = settled(all.filter(({ kind }) => kind !== 'name' && kind !== 'link' && kind !== 'stray'));
  const separators = items.filter((item) => item.kind === 'separator');
  const lengths = items.filter((item) => item.kind === 'length');
  const rest = items.filter((item) => item.kind !== 'length');
  if (items.every(({ kind }) => kind === 'separator')) {
    return separators.some((item) => item.kind === 'separator' && item.is !== 'dash') ? doubtful(items) : undefined;
  }
  const unclear = items.filter(({ kind }) => kind === 'dotted' || kind === 'hours');
  if (unclear.length > 0) return { start: { ...unknown, date: dayOnly(rest, at) }, end: unknown, doubts: unclear };
  if (lengths.length > 1) return doubtful(items);
  const cuts = rest.flatMap((item, index) => (item.kind === 'separator' ? [index] : []));
  const length = lengths[0]?.kind === 'length' ? lengths[0].length : undefined;
  const [cut] = cuts;
  if (cuts.length > 1) return severalStretches(rest, cuts, at);
  const left = sideOf(cut === undefined ? rest : rest.slice(0, cut));
  const right = cut === undefined ? undefined : sideOf(rest.slice(cut + 1));
  const faulty = [left, right].find((side) => side !== undefined && !isOneMoment(side));
  if (faulty !== undefined) return doubtful(items, dayOnly(faulty.days.length === 1 ? faulty.days : [], at));
  if (right === undefined) return withLength(readStart(left, at), length, rest.length === 0);
  const separator = cut === undefined ? undefined : rest[cut];
  const isUntil = separator?.kind === 'separator' && separator.is === 'until';
  const read = readBoth(left, right, isUntil, at);
  if (read === undefined) return doubtful(items);
  if (length === undefined) return read;
  return agreesWithLength(read, length) ? read : { ...read, end: unknown, doubts: [...read.doubts, ...lengths] };
}

/** "10.11" beside a clock is a day, "14.30" beside a day is a clock; a dash that only sets things off goes. */
function settled(items: readonly Item[]): Item[] {
  const plain = items.map((item) => {
    if (item.kind !== 'dotted') return item;
    const { from, to, clock, day } = item;
    if (clock !== undefined && day === undefined) return { kind: 'clock', clock, from, to } as const;
    if (day !== undefined && clock === undefined) return { kind: 'day', day, from, to } as const;
    return item;
  });
  const hasClock = plain.some(({ kind }) => kind === 'clock');
  const hasDay = plain.some(({ kind }) => kind === 'day');
  const isClock = hasDay && !hasClock;
  const isDay = hasClock && !hasDay;
  const sure = plain.map((item) => {
    if (item.kind === 'hours') {
      // "tomorrow 9:00 8h" has its clock already.
      return hasClock
        ? ({ kind: 'length', length: item.length, isSaid: false, from: item.from, to: item.to } as const)
        : item;
    }
    if (item.kind !== 'dotted') return item;
    const { from, to, clock, day } = item;
    if (isClock && clock !== undefined) return { kind: 'clock', clock, from, to } as const;
    return isDay && day !== undefined ? ({ kind: 'day', day, from, to } as const) : item;
  });
  return sure.filter((item, index) => {
    if (item.kind !== 'separator' || item.is !== 'dash') return true;
    const [before, after] = [sure[index - 1], sure[index + 1]];
    if (before === undefined || after === undefined) return false;
    const isDayAndHours = before.kind === 'day' && after.kind === 'clock' && sure[index + 2]?.kind === 'separator';
    return !isDayAndHours && before.kind !== 'length' && after.kind !== 'length';
  });
}

/** Days and hours each from one to another, "mon-fri 9-17": every day, which is not one window. The days stay. */
function severalStretches(items: readonly Item[], cuts: readonly number[], at: At): ReadTimes {
  const [cut = 0] = cuts;
  const [first, second] = [items[cut - 1], items[cut + 1]];
  if (first?.kind !== 'day' || second?.kind !== 'day') return doubtful(items);
  const { date: today } = wallTimeOf(at.now, at.zone);
  const start = startDay(first.day, today, undefined) ?? '';
  const end = start === '' ? '' : (endDay(second.day, start, today, true) ?? '');
  return {
    start: { ...unknown, date: start },
    end: { ...unknown, date: end },
    doubts: items.filter(({ kind }) => kind === 'clock'),
  };
}

function dayOnly(items: readonly Item[], at: At): string {
  const days = items.filter((item) => item.kind === 'day');
  const [only] = days;
  if (days.length !== 1 || only === undefined) return '';
  return startDay(only.day, wallTimeOf(at.now, at.zone).date, undefined) ?? '';
}

/** A length without a start is from now on. */
function withLength(read: ReadTimes, length: Length | undefined, isFromNow: boolean): ReadTimes {
  if (length === undefined) return read;
  return { ...read, start: isFromNow ? { kind: 'now' } : read.start, end: { kind: 'for', length } };
}

function agreesWithLength({ start, end }: ReadTimes, length: Length): boolean {
  if (end?.kind !== 'at' || start.kind !== 'at' || start.time === '' || end.time === '' || end.date === '')
    return false;
  if (start.date === '') return false;
  const wall = (time: TypedTime) => Date.parse(`${time.date}T${time.time}:00Z`);
  return wall(end) - wall(start) === lengthMs(length);
}
