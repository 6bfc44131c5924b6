import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { lengthMs, readLength, writeLength } from '../../../src/domain/time/durations.ts';
import { latestEnd, latestStart } from '../../../src/domain/time/window-limits.ts';
import {
  addLength,
  describeWindow,
  lengthBetween,
  listZones,
  wallTimeOf,
} from '../../../src/domain/time/zoned-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const paris = 'Europe/Paris';
const days = (count: number) => ({ days: count, ms: 0 });

describe('days are calendar days, and hours are hours', () => {
  it.each([
    ['5 days', days(5)],
    ['1 week', days(7)],
    ['48h', { days: 0, ms: 48 * HOUR }],
    ['1 day 2h', { days: 1, ms: 2 * HOUR }],
    ['1.5 days', { days: 1, ms: 12 * HOUR }],
  ])('%s', (text, length) => expect(readLength(text)).toEqual(length));

  it.each([
    ['the clocks go back', '2026-10-23T12:00Z', days(5), '2026-10-28T13:00Z'],
    ['the clocks go back, in hours', '2026-10-23T12:00Z', { days: 0, ms: 120 * HOUR }, '2026-10-28T12:00Z'],
    ['the clocks go forward', '2027-03-26T13:00Z', days(5), '2027-03-31T12:00Z'],
    ['nothing changes', '2026-11-23T13:00Z', days(5), '2026-11-28T13:00Z'],
    ['the time of day is skipped: so long after the jump', '2027-03-27T01:30Z', days(1), '2027-03-28T01:30Z'],
    ['the time of day comes twice: the later', '2026-10-24T00:30Z', days(1), '2026-10-25T01:30Z'],
    ['and then some hours', '2026-10-24T12:00:17Z', { days: 1, ms: 2 * HOUR }, '2026-10-25T15:00:17Z'],
  ])('%s', (_, from, length, to) => expect(addLength(Date.parse(from), length, paris)).toBe(Date.parse(to)));

  it.each([
    ['a limit that is none', { days: 0, ms: Number.POSITIVE_INFINITY }],
    ['more days than there are dates', days(5_000_000)],
    ['days without end', days(Number.POSITIVE_INFINITY)],
  ])('does not throw for %s', (_, length) => {
    const now = Date.UTC(2026, 10, 23);
    expect(addLength(now, length, paris)).toBeGreaterThan(now);
    const limits = { now, maxMs: lengthMs(length), maxLeadMs: lengthMs(length) };
    expect(latestEnd(Date.UTC(9999, 11, 31), limits, paris)).toBeGreaterThan(Date.UTC(9999, 11, 31));
    expect(latestStart(limits, paris)).toBeGreaterThan(now);
  });

  it('subtracts what it added, keeps the time of day, and writes what it reads', () => {
    const instants = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom(...listZones()),
        fc.integer({ min: 1, max: 120 }),
        (minute, zone, count) => {
          const at = minute * 60_000;
          const later = addLength(at, days(count), zone, 'earlier');
          expect(lengthBetween(at, later, zone)).toEqual(days(count));
          expect(Math.abs(later - at - count * DAY)).toBeLessThanOrEqual(2 * HOUR);
          const [before, after] = [wallTimeOf(at, zone).time, wallTimeOf(later, zone).time];
          if (before !== after) expect(later - at).toBe(count * DAY);
          const length = readLength(writeLength({ days: count, ms: (minute % 5_000) * 60_000 }));
          expect(isProblem(length) ? length : lengthMs(length)).toBe(count * DAY + (minute % 5_000) * 60_000);
        },
      ),
      { numRuns: 2_000, seed: 3 },
    );
  });
});

describe('a limit of five days', () => {
  const limits = { now: Date.parse('2026-10-20T12:00Z'), maxMs: 5 * DAY, maxLeadMs: 10 * DAY };
  it('lets five days be 121 hours where the clocks go back', () => {
    const at = Date.parse('2026-10-23T12:00Z');
    expect(latestEnd(at, limits, paris)).toBe(at + 121 * HOUR);
  });
  it('lets 120 hours be more than five days where they go forward', () => {
    const at = Date.parse('2027-03-26T13:00Z');
    expect(latestEnd(at, limits, paris)).toBe(at + 120 * HOUR);
  });
  it('lets a longer invite keep its length, and not become longer', () => {
    const at = Date.parse('2026-10-23T12:00Z');
    expect(latestEnd(at, { ...limits, longNow: 130 * HOUR }, paris)).toBe(at + 130 * HOUR);
    expect(latestEnd(at, { ...limits, longNow: 121 * HOUR }, paris)).toBe(at + 121 * HOUR);
  });
  it('and ten days ahead end at the same time of day', () =>
    expect(latestStart(limits, paris)).toBe(limits.now + 10 * DAY + HOUR));
});

it('a window is described in days, and in hours where the clocks change', () => {
  const at = Date.parse('2026-10-23T12:00Z');
  expect(describeWindow(at, at + 121 * HOUR, paris, paris, at)).toBe(
    '5 days: Fri 23 Oct, 14:00 to Wed 28 Oct, 14:00 in Paris. The clocks change in between: it lasts 121 hours.',
  );
});
