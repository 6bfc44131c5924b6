import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysBetween } from '../../../src/domain/time/calendar.ts';
import { readDuration, readLength, writeDuration } from '../../../src/domain/time/durations.ts';
import { type ReadLine, readLine } from '../../../src/domain/time/read-line.ts';
import { listZones, readWallTime, wallTimeOf } from '../../../src/domain/time/zoned-time.ts';

const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2028, 0, 1);
const hosts = ['Edit 1', 'Edit 3', 'Art 2', 'Cast Room', 'WS-05-12', 'Sun-Workstation'];
const instants = fc.integer({ min: FROM / 60_000, max: TO / 60_000 }).map((minute) => minute * 60_000);
const zones = fc.constantFrom(...listZones());
const orders = fc.constantFrom('day-first' as const, 'month-first' as const, undefined);
const pad = (value: number) => String(value).padStart(2, '0');

const clocks = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30)).map(([h, m]) => `${pad(h)}:${pad(m)}`),
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('am', 'pm')).map(([h, half]) => `${h}${half}`),
  fc.integer({ min: 1, max: 12 }).map(String),
  fc.integer({ min: 1, max: 12 }).map((hour) => `${hour}:30`),
  fc.constantFrom('noon', 'midnight', '24:00', '14h', '9h30', '16.30'),
);
const days = fc.constantFrom(
  ...'today|tomorrow|tonight|friday|mon|next wednesday|day after tomorrow|30.11.|1 dec|dec 1|2027-03-28|12/1|in 2 days'.split(
    '|',
  ),
);
const joints = fc.constantFrom('-', ' - ', ' to ', ' until ', '–');
const ranges = fc.tuple(clocks, joints, clocks).map(([from, joint, to]) => ({ text: `${from}${joint}${to}` }));

function wall(end: { readonly date: string; readonly time: string }, zone: string, fold: 'earlier' | 'later'): number {
  const found = readWallTime(`${end.date}T${end.time}`, zone);
  return found.kind === 'twice' ? (fold === 'earlier' ? found.earlierAt : found.laterAt) : found.at;
}

/** The start and the end in epoch ms, where a line says both to the minute. */
function stretch({ window }: ReadLine, now: number, zone: string): readonly [number, number] | undefined {
  if (window?.end?.kind !== 'at' || window.end.date === '' || window.end.time === '') return undefined;
  if (window.start.kind === 'at' && (window.start.date === '' || window.start.time === '')) return undefined;
  const start = window.start.kind === 'now' ? now : wall(window.start, zone, 'earlier');
  return [start, wall(window.end, zone, 'later')];
}

it('an end comes after its start, and at most twelve hours after it where no second day was typed', () => {
  let found = 0;
  const line = fc.tuple(fc.option(days, { nil: '' }), ranges).map(([day, { text }]) => `${day} ${text}`.trim());
  fc.assert(
    fc.property(line, instants, zones, orders, (text, now, zone, order) => {
      const both = stretch(readLine(text, { now, zone, order, hosts }), now, zone);
      if (both === undefined) return;
      found += 1;
      expect(both[1]).toBeGreaterThan(both[0]);
      expect(both[1] - both[0]).toBeLessThanOrEqual(12 * 3_600_000);
    }),
    { numRuns: 3_000, seed: 1 },
  );
  expect(found).toBeGreaterThan(1_000);
});

it('an end on a second day comes after its start', () => {
  let found = 0;
  const line = fc.tuple(days, clocks, joints, days, clocks).map(([a, b, joint, c, d]) => `${a} ${b}${joint}${c} ${d}`);
  fc.assert(
    fc.property(line, instants, zones, (text, now, zone) => {
      const both = stretch(readLine(text, { now, zone, hosts }), now, zone);
      if (both === undefined) return;
      found += 1;
      expect(both[1]).toBeGreaterThan(both[0]);
    }),
    { numRuns: 3_000, seed: 2 },
  );
  expect(found).toBeGreaterThan(200);
});

it('the first typed time is the start', () => {
  let found = 0;
  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
  fc.assert(
    fc.property(
      minutes,
      minutes,
      fc.constantFrom('-', ' - ', ' to ', ' until '),
      instants,
      zones,
      (from, to, joint, now, zone) => {
        const clock = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
        const { window } = readLine(`tomorrow ${clock(from)}${joint}${clock(to)}`, { now, zone, hosts });
        if (window?.start.kind !== 'at' || window.end?.kind !== 'at') throw new Error('no window');
        if (window.end.time === '') return;
        found += 1;
        expect([window.start.time, window.end.time]).toEqual([clock(from), clock(to)]);
        // The shortest stretch forward: the end is on the same day, or in the night after it.
        const nights = window.end.date === '' ? 0 : daysBetween(window.start.date, window.end.date);
        expect(nights).toBe(to > from ? 0 : 1);
      },
    ),
    { numRuns: 2_000, seed: 3 },
  );
  expect(found).toBeGreaterThan(700);
});

it('a time without a day is the next such time, within half a day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1439 }), instants, zones, (minute, now, zone) => {
      const time = `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
      const { window } = readLine(`at ${time} for 2h`, { now, zone });
      if (window?.start.kind !== 'at') throw new Error('no start');
      const today = wallTimeOf(now, zone);
      // One that has passed by more than half a day ago is asked about.
      if (window.start.date === '') expect(time < today.time).toBe(true);
      else expect(daysBetween(today.date, window.start.date)).toBe(time < today.time ? 1 : 0);
    }),
    { numRuns: 1_000, seed: 4 },
  );
});

it('no unknown word is ignored: it is reported, and no date that it may have meant is filled in', () => {
  const words = fc.constantFrom(
    ...'tomorow blorp vendredi demain morgen wenesday 7 99 31 gmt every xyz-9 Ωmega 25:61 40/40 halb été'.split(' '),
  );
  const parts = fc.constantFrom(
    ['Edit 3', '14:00-16:00'],
    ['Edit 3', 'tomorrow', '14:00-16:00'],
    ['friday', '2pm', 'to', '4pm'],
    ['14:00', 'for 2h'],
    ['now', 'for 90m'],
    ['Art 2'],
    ['until 18:00'],
  );
  fc.assert(
    fc.property(parts, words, fc.nat(), instants, zones, (line, word, at, now, zone) => {
      const place = at % (line.length + 1);
      const text = [...line.slice(0, place), word, ...line.slice(place)].join(' ');
      const { hostText, window, unread } = readLine(text, { now, zone, hosts });
      const isSaid = unread.some((each) => each.split(/[ ,]/).includes(word));
      const isUsed = hostText?.split(' ').includes(word) === true;
      const isClock = /^\d+$/.test(word);
      if (!isClock) expect({ text, unread, isSaid: isSaid || isUsed }).toEqual({ text, unread, isSaid: true });
      const isDayNamed = /tomorrow|friday|now/.test(text.replace(word, ''));
      if (isDayNamed || (isClock && !isSaid)) return;
      // The day was not named: the word may have been it.
      expect({ text, start: window?.start }).toMatchObject({ text, start: { kind: 'at', date: '' } });
    }),
    { numRuns: 3_000, seed: 5 },
  );
});

it('the name of a known computer counts before anything else', () => {
  const names = fc.constantFrom('Art 2', 'art-2', 'Cast Room', 'ws-05-12', 'Sun Workstation', 'edit3');
  const times = fc.constantFrom(
    'tomorrow 14:00-16:00',
    'friday 9-11',
    '1 dec 14:00-16:00',
    'now for 2h',
    'mon 9:00 to fri 17:00',
  );
  fc.assert(
    fc.property(names, times, fc.boolean(), instants, zones, (name, time, isFirst, now, zone) => {
      const context = { now, zone, hosts };
      const alone = readLine(time, context);
      expect(readLine(isFirst ? `${name} ${time}` : `${time} ${name}`, context)).toEqual({ ...alone, hostText: name });
    }),
    { numRuns: 500, seed: 6 },
  );
});

it('a length is read as it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), instants, zones, (minutes, now, zone) => {
      const ms = minutes * 60_000;
      expect(readDuration(writeDuration(ms))).toBe(ms);
      expect(readLine(`now for ${writeDuration(ms)}`, { now, zone }).window).toEqual({
        start: { kind: 'now' },
        end: { kind: 'for', length: readLength(writeDuration(ms)) },
      });
    }),
    { numRuns: 500, seed: 7 },
  );
});

it('any text is read as days and times that exist, or as none', () => {
  const bits =
    'tomorrow monday now until till for in at from to next - , " | CET may hours days midnight 2h 90m 1h30 14h 9 25:00 14:00 02:30 9am 3d 31/02 28/3/2027 99999999 Edit-3 🎬 between and 10.11 24:00 half an hour'.split(
      ' ',
    );
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...bits), { maxLength: 12 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(text, instants, zones, orders, (typed, now, zone, order) => {
      const { window } = readLine(typed, { now, zone, order, hosts });
      for (const each of [window?.start, window?.end]) {
        // Throws for what is no wall time.
        if (each?.kind === 'at') readWallTime(`${each.date || '2026-01-01'}T${each.time || '00:00'}`, zone);
      }
    }),
    { numRuns: 4_000, seed: 8 },
  );
});
