import { toDate } from 'date-fns-tz';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  describeWindow,
  listZones,
  nextHalfHour,
  readWallTime,
  readZone,
  wallTimeOf,
  writeTime,
  zoneLabel,
} from '../../../src/domain/time/zoned-time.ts';
import { changesOf, offsetAt, wallAt, type ZoneChange } from './zone-changes.ts';

const FROM = Date.UTC(2021, 0, 1);
const TO = Date.UTC(2031, 0, 1);
const MINUTE = 60_000;

const aliases = [
  'Asia/Calcutta',
  'US/Pacific',
  'Europe/Kiev',
  'America/Buenos_Aires',
  'Asia/Saigon',
  'GB',
  'UTC',
  'Etc/GMT+5',
];
const zones = [...new Set([...listZones(), ...aliases])];

/** What a wall time near a change must read as, from the offsets on both sides of it alone. */
function expected(local: string, change: ZoneChange) {
  const naive = Date.parse(`${local}:00Z`);
  const instants = [naive - change.before, naive - change.after].filter((at, index) =>
    index === 0 ? at < change.at : at >= change.at,
  );
  return instants.toSorted((a, b) => a - b);
}

describe('readWallTime', () => {
  it('is right at every clock change of ten years in every zone', { timeout: 120_000 }, () => {
    expect(zones.length).toBeGreaterThan(400);
    let changes = 0;
    const kinds = { once: 0, never: 0, twice: 0 };
    for (const zone of zones) {
      for (const change of changesOf(zone, FROM, TO)) {
        changes += 1;
        const shift = Math.abs(change.after - change.before);
        const edge = wallAt(change.at, Math.min(change.before, change.after));
        const minutes = [-61, -1, 0, 1, shift / MINUTE / 2, shift / MINUTE - 1, shift / MINUTE, shift / MINUTE + 61];
        for (const minute of minutes) {
          const local = new Date(Date.parse(`${edge}:00Z`) + Math.round(minute) * MINUTE).toISOString().slice(0, 16);
          const read = readWallTime(local, zone);
          const instants = expected(local, change);
          kinds[read.kind] += 1;
          const found = read.kind === 'once' ? [read.at] : read.kind === 'twice' ? [read.earlierAt, read.laterAt] : [];
          if (JSON.stringify(found) !== JSON.stringify(instants)) {
            expect({ zone, local, read }).toEqual({ zone, local, instants });
          }
          if (read.kind === 'never') {
            expect({ zone, at: read.at, from: read.gapFrom, to: read.gapTo }).toEqual({
              zone,
              at: change.at,
              from: wallAt(change.at, change.before),
              to: wallAt(change.at, change.after),
            });
          }
        }
      }
    }
    expect(changes).toBeGreaterThan(2_500);
    for (const count of Object.values(kinds)) expect(count).toBeGreaterThan(1_000);
  });

  it('agrees with luxon and with date-fns-tz wherever a time comes once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: FROM / MINUTE, max: TO / MINUTE }), (zone, minute) => {
        const at = minute * MINUTE;
        const wall = wallTimeOf(at, zone);
        const local = `${wall.date}T${wall.time}`;
        const read = readWallTime(local, zone);
        if (read.kind !== 'once') return read.kind === 'twice' && [read.earlierAt, read.laterAt].includes(at);
        const luxon = DateTime.fromISO(local, { zone }).toMillis();
        const fns = toDate(local, { timeZone: zone }).getTime();
        return read.at === at && luxon === at && fns === at;
      }),
      { numRuns: 3_000 },
    );
  });

  it('goes from instant to wall time and back, at any minute of ten years', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: FROM / MINUTE, max: TO / MINUTE }), (zone, minute) => {
        const at = minute * MINUTE;
        const { date, time } = wallTimeOf(at, zone);
        const read = readWallTime(`${date}T${time}`, zone);
        const instants = read.kind === 'once' ? [read.at] : read.kind === 'twice' ? [read.earlierAt, read.laterAt] : [];
        return instants.includes(at) && `${date}T${time}` === wallAt(at, offsetAt(at, zone));
      }),
      { numRuns: 3_000 },
    );
  });

  it('knows a day that was skipped entirely', () => {
    expect(readWallTime('2011-12-30T12:00', 'Pacific/Apia')).toEqual({
      kind: 'never',
      gapFrom: '2011-12-30T00:00',
      gapTo: '2011-12-31T00:00',
      at: Date.UTC(2011, 11, 30, 10),
    });
  });

  it.each(['2026-02-30T10:00', '2026-01-01T24:00', '2026-1-1T10:00', '', 'x', '2026-01-01T10:60'])(
    'refuses %j',
    (local) => {
      expect(() => readWallTime(local, 'UTC')).toThrow(RangeError);
    },
  );
});

describe('readZone', () => {
  it('accepts every zone of the runtime, however it is typed', () => {
    expect(zones.length).toBeGreaterThan(400);
    for (const zone of zones) {
      expect(readZone(zone)).toBe(zone);
      expect(typeof readZone(` ${zone.toLowerCase()} `)).toBe('string');
    }
  });
  it.each(['', 'Mars/Olympus', '+02:00', 'UTC+2', 'Europe', 'Europe/Atlantis', '<script>', '-'])(
    'refuses %j',
    (name) => {
      expect(readZone(name)).toMatchObject({ code: 'zone_unknown' });
    },
  );
});

describe('times for people', () => {
  const at = Date.UTC(2026, 10, 24, 13, 0);
  it('show times and zones', () => {
    expect(writeTime(at, 'Europe/Paris')).toBe('Tue 24 Nov 2026, 14:00');
    expect(writeTime(at, 'America/New_York', 'short')).toBe('Tue 24 Nov, 08:00');
    expect(zoneLabel('Europe/Paris', at)).toBe('Paris (UTC+1)');
    expect(zoneLabel('Asia/Kolkata', at)).toBe('Kolkata (UTC+5:30)');
    expect(zoneLabel('America/New_York', at)).toBe('New York (UTC-5)');
  });

  it('show a window in both zones', () => {
    expect(describeWindow(at, at + 2 * 3_600_000, 'Europe/Paris', 'America/New_York', at - 3_600_000)).toBe(
      '2 hours: Tue 24 Nov, 14:00 to 16:00 in Paris. For you (New York): Tue 24 Nov, 08:00 to 10:00. It starts in 1 hour.',
    );
    expect(describeWindow(at, at + 86_400_000, 'Europe/Paris', 'Europe/Berlin', at)).toBe(
      '1 day: Tue 24 Nov, 14:00 to Wed 25 Nov, 14:00 in Paris.',
    );
  });

  it('count whole minutes, as they are shown, although “now” has seconds', () => {
    const start = Date.UTC(2026, 10, 24, 13, 0, 15);
    expect(describeWindow(start, Date.UTC(2026, 10, 24, 14, 0, 5), 'UTC', 'UTC', start)).toBe(
      '1 hour: Tue 24 Nov, 13:00 to 14:00 in UTC.',
    );
  });

  it('say when the clocks change in between', () => {
    const start = Date.UTC(2026, 9, 24, 22, 0);
    expect(describeWindow(start, start + 5 * 3_600_000, 'Europe/Paris', 'Europe/Paris', start)).toBe(
      '5 hours: Sun 25 Oct, 00:00 to 04:00 in Paris. The clocks change in between: it lasts 5 hours.',
    );
  });

  it('start at the next half hour that is at least ten minutes away, in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: FROM, max: TO }), (zone, now) => {
        const next = nextHalfHour(now, zone);
        const ahead = next - now;
        return (
          ahead >= 10 * MINUTE && ahead <= 40 * MINUTE && ['00', '30'].includes(wallTimeOf(next, zone).time.slice(3))
        );
      }),
    );
  });
});
