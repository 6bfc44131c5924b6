import { expect, it } from 'vitest';
import { daysSpan, lastDayOf, monthBefore, monthOf, startOfDay, writeMonth } from '../../../src/domain/time/months.ts';

it('a month is that of the clock in the zone', () => {
  const at = Date.UTC(2026, 4, 31, 23, 30);
  expect([monthOf(at, 'UTC'), monthOf(at, 'Asia/Tokyo'), monthOf(at, 'America/New_York')]).toEqual([
    '2026-05',
    '2026-06',
    '2026-05',
  ]);
});

it.each([
  ['2026-02', '2026-02-28'],
  ['2028-02', '2028-02-29'],
  ['2026-12', '2026-12-31'],
  ['2026-13', undefined],
  ['May', undefined],
  ['0000-01', undefined],
])('the last day of %s is %s', (month, day) => expect(lastDayOf(month)).toBe(day));

it('the month before January is December, and people read its name', () => {
  expect(monthBefore('2026-01')).toBe('2025-12');
  expect(writeMonth('2026-05')).toBe('May 2026');
});

it('a day begins at midnight of the zone, or when its clocks have it first', () => {
  expect(startOfDay('2026-11-23', 'Europe/Paris')).toBe(Date.UTC(2026, 10, 22, 23));
  // In Santiago the clocks skip midnight, and the day begins at 01:00.
  expect(startOfDay('2026-09-06', 'America/Santiago')).toBe(Date.UTC(2026, 8, 6, 4));
  // In Havana midnight comes twice.
  expect(startOfDay('2026-11-01', 'America/Havana')).toBe(Date.UTC(2026, 10, 1, 4));
});

it('a span of days has the whole last day in it, also one on which the clocks change', () => {
  const { from, to } = daysSpan('2026-10-25', '2026-10-25', 'Europe/Paris');
  expect(to - from).toBe(25 * 3_600_000);
});
