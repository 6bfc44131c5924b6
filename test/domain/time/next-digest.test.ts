import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { writeClock } from '../../../src/domain/time/hour-clock.ts';
import { dayOf, nextDigest } from '../../../src/domain/time/next-digest.ts';
import { wallTimeOf } from '../../../src/domain/time/zoned-time.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const HOUR = 3_600_000;

describe('the daily digest', () => {
  test.each([
    ['waits for its hour', '2026-11-23T06:59', undefined, '2026-11-23T07:00'],
    ['is due at its hour', '2026-11-23T07:00', undefined, 'due 2026-11-23'],
    ['is due late on its day', '2026-11-23T22:59', '2026-11-22', 'due 2026-11-23'],
    ['is not due on the next day before its hour', '2026-11-23T23:00', '2026-11-22', '2026-11-24T07:00'],
    ['is not due twice', '2026-11-23T07:00', '2026-11-23', '2026-11-24T07:00'],
    ['is not due on a day that was done further east', '2026-11-23T07:00', '2026-11-24', '2026-11-25T07:00'],
    // Paris leaves summer time on 2026-10-25 and comes back to it on 2027-03-28.
    ['follows the clocks', '2026-10-24T23:00', '2026-10-24', '2026-10-25T07:00'],
  ])('%s', (_, now, doneOn, expected) => {
    expect(shown(nextDigest(at(now), { hour: 8, zone: 'Europe/Paris', doneOn }))).toBe(expected);
  });

  it('has one instant where its hour comes twice, and where it is skipped', () => {
    const two = (now: string, doneOn?: string) => shown(nextDigest(at(now), { hour: 2, zone: 'Europe/Paris', doneOn }));
    expect(two('2026-10-24T22:00')).toBe('2026-10-25T00:00');
    expect(two('2026-10-25T00:00')).toBe('due 2026-10-25');
    expect(two('2026-10-25T01:00', '2026-10-25')).toBe('2026-10-26T01:00');
    expect(two('2027-03-27T23:30')).toBe('2027-03-28T01:00');
    expect(two('2027-03-28T01:00')).toBe('due 2027-03-28');
  });

  it('comes once on every day of any zone', () => {
    const zone = fc.constantFrom(
      'Europe/Paris',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Asia/Gaza',
    );
    fc.assert(
      fc.property(zone, fc.nat(23), fc.nat(700), (name, hour, day) => {
        let now = at('2026-01-01T12:00') + day * 24 * HOUR;
        let doneOn: string | undefined = wallTimeOf(now, name).date;
        const dates = [doneOn];
        for (let turn = 0; turn < 10; turn += 1) {
          const next = nextDigest(now, { hour, zone: name, doneOn });
          if (next.kind === 'due') {
            doneOn = next.date;
            dates.push(doneOn);
          } else {
            expect(next.at).toBeGreaterThan(now);
            now = next.at;
          }
        }
        expect(dates).toHaveLength(6);
        expect(new Set(dates).size).toBe(6);
        for (const [nth, date] of dates.entries()) {
          const before = dates[nth - 1];
          if (before !== undefined) expect(Date.parse(date) - Date.parse(before)).toBe(24 * HOUR);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('knows how long a day is', () => {
    const hours = (date: string) => {
      const { startsAt, endsAt } = dayOf(date, 'Europe/Paris');
      return (endsAt - startsAt) / HOUR;
    };
    expect(['2026-10-25', '2027-03-28', '2026-11-23'].map(hours)).toEqual([25, 23, 24]);
  });
});

it('writes times on a clock of 12 or 24 hours', () => {
  expect(['00:00', '09:05', '12:00', '23:30'].map((time) => writeClock(time, '12'))).toEqual([
    '12:00 AM',
    '9:05 AM',
    '12:00 PM',
    '11:30 PM',
  ]);
  expect(writeClock('00:00', '24')).toBe('00:00');
});

function shown(next: ReturnType<typeof nextDigest>): string {
  return next.kind === 'due' ? `due ${next.date}` : new Date(next.at).toISOString().slice(0, 16);
}
