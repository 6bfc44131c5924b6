import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type AllowedHours, isWithinHours, writeHours } from '../../../src/domain/time/allowed-hours.ts';
import { weekdayOf } from '../../../src/domain/time/calendar.ts';
import { wallTimeOf } from '../../../src/domain/time/zoned-time.ts';

const at = (text: string) => Date.parse(text);
const office: AllowedHours = { zone: 'Europe/Paris', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };
const night: AllowedHours = { zone: 'Europe/Paris', days: [5], from: '22:00', to: '06:00' };
const weekdaysOnly: AllowedHours = { ...office, from: '00:00', to: '24:00' };

describe('allowed hours', () => {
  // Paris is an hour ahead of UTC in November. 2026-11-23 is a Monday.
  test.each([
    ['all of an office day', office, '2026-11-23T07:00Z', '2026-11-23T17:00Z', true],
    ['a minute before it opens', office, '2026-11-23T06:59Z', '2026-11-23T17:00Z', false],
    ['a minute after it closes', office, '2026-11-23T07:00Z', '2026-11-23T17:01Z', false],
    ['a night between two office days', office, '2026-11-23T10:00Z', '2026-11-24T10:00Z', false],
    ['a Saturday', office, '2026-11-28T10:00Z', '2026-11-28T11:00Z', false],
    ['Friday night into Saturday', night, '2026-11-27T21:00Z', '2026-11-28T05:00Z', true],
    ['after midnight of Friday night', night, '2026-11-28T01:00Z', '2026-11-28T02:00Z', true],
    ['Saturday night', night, '2026-11-28T21:00Z', '2026-11-29T01:00Z', false],
    ['Monday to Friday through the nights', weekdaysOnly, '2026-11-22T23:00Z', '2026-11-27T23:00Z', true],
    ['into Saturday', weekdaysOnly, '2026-11-22T23:00Z', '2026-11-27T23:01Z', false],
  ] as const)('%s', (_, hours, startsAt, endsAt, isAllowed) => {
    expect(isWithinHours({ startsAt: at(startsAt), endsAt: at(endsAt) }, hours)).toBe(isAllowed);
  });

  it('allow a window exactly when every minute of it is allowed', () => {
    // Bounds that no clock shows twice: from a bound that comes twice on, the hours are one piece.
    const time = fc
      .integer({ min: 240, max: 1439 })
      .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
    const someHours = fc.record({
      zone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
      days: fc
        .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
        .map((days) => days.toSorted((one, other) => one - other)),
      from: time,
      to: fc.oneof(time, fc.constant('24:00')),
    });
    // Around the days on which the clocks change in 2026.
    const start = fc
      .tuple(fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-24', '2026-11-23'), fc.nat(3 * 1440))
      .map(([day, minutes]) => at(`${day}T00:00Z`) + minutes * 60_000);
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(someHours, start, fc.integer({ min: 1, max: 1800 }), (hours, startsAt, length) => {
        fc.pre(hours.from !== hours.to);
        const minutes = Array.from({ length }, (_, nth) => startsAt + nth * 60_000);
        const expected = minutes.every((minute) => isAllowedMinute(minute, hours));
        seen[expected ? 'yes' : 'no'] += 1;
        expect(isWithinHours({ startsAt, endsAt: startsAt + length * 60_000 }, hours)).toBe(expected);
      }),
      { numRuns: 400 },
    );
    expect(seen.yes).toBeGreaterThan(20);
    expect(seen.no).toBeGreaterThan(20);
  });

  it('are written for people', () => {
    expect(writeHours(office, 'Paris')).toBe('Mon–Fri, 08:00–18:00 (Paris)');
    expect(writeHours(weekdaysOnly, 'Paris')).toBe('Mon–Fri (Paris)');
    expect(writeHours({ ...office, days: [1, 3, 4, 6, 7] }, 'Paris')).toBe(
      'Mon, Wed, Thu, Sat, Sun, 08:00–18:00 (Paris)',
    );
    expect(writeHours({ ...office, days: [1, 2, 3, 4, 5, 6, 7] }, 'Paris')).toBe('08:00–18:00 (Paris)');
  });
});

/** By the clock on the wall, minute by minute. */
function isAllowedMinute(minute: number, { zone, days, from, to }: AllowedHours): boolean {
  const { date, time } = wallTimeOf(minute, zone);
  const today = days.includes(weekdayOf(date));
  const yesterday = days.includes(((weekdayOf(date) + 5) % 7) + 1);
  if (from < to) return today && time >= from && time < to;
  return (today && time >= from) || (yesterday && time < to);
}
