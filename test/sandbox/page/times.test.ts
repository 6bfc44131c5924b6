import { expect, test } from 'vitest';
import { instantOf, wallTime } from '../../../src/sandbox/page/times.ts';

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
