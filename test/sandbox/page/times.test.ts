import { expect, test } from 'vitest';
import { inOwnFormat, instantOf, wallTime } from '../../../src/sandbox/page/times.ts';

test.each([
  ['Europe/Paris', '2026-03-29T01:59', '2026-03-29T00:59Z'],
  ['Europe/Paris', '2026-03-29T03:00', '2026-03-29T01:00Z'],
  ['America/New_York', '2026-11-01T00:59', '2026-11-01T04:59Z'],
  ['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00Z'],
  ['Asia/Kathmandu', '2026-11-23T14:02', '2026-11-23T08:17Z'],
])('in %s %s is %s', (tz, wall, utc) => {
  expect(instantOf(wall, tz)).toBe(Date.parse(utc));
  expect(wallTime(Date.parse(utc), tz)).toBe(wall);
});

test.each([
  ['2026-11-24', 'date', 'en-GB', '24 Nov 2026'],
  ['2026-11-24', 'date', 'en-US', 'Nov 24, 2026'],
  ['14:02', 'time', 'en-US', '2:02 PM'],
  ['14:02', 'time', 'ja-JP', '14:02'],
  ['2026-11-24T14:02', 'datetime-local', 'en-GB', '24 Nov 2026, 14:02'],
  ['', 'date', 'en-GB', ''],
] as const)('%s as a %s is written in %s as %s', (wall, type, locale, written) => {
  expect(inOwnFormat(wall, type, locale).replaceAll('\u202f', ' ')).toBe(written);
});
