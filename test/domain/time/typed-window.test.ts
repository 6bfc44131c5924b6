import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWindow, type TypedWindow } from '../../../src/domain/time/typed-window.ts';
import { describeWindow, listZones, readWallTime } from '../../../src/domain/time/zoned-time.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
const limits = { now: NOW, maxMs: 120 * HOUR, maxLeadMs: 90 * 24 * HOUR };

function faults(typed: TypedWindow, more: Partial<typeof limits> & { readonly fixedStartAt?: number } = {}): string[] {
  const read = readWindow(typed, { ...limits, ...more });
  return Array.isArray(read) ? read.map((fault) => `${fault.field}: ${fault.problem.code}`) : [];
}
const at = (date: string, time: string) => ({ kind: 'at', date, time }) as const;

describe('all errors of a window are reported at once', () => {
  it.each<[string, TypedWindow, string[]]>([
    [
      'with a zone that is none',
      { zone: 'Mars/Olympus', start: at('', ''), end: { kind: 'for', text: 'long' } },
      ['zone: zone_unknown', 'start: time_invalid', 'end: duration_invalid'],
    ],
    [
      'with a zone that is none, and good times',
      { zone: 'Mars/Olympus', start: { kind: 'now' }, end: at('2026-11-24', '10:00') },
      ['zone: zone_unknown'],
    ],
    [
      'with a start in a gap',
      { zone: 'Europe/Paris', start: at('2027-03-28', '02:30'), end: at('2026-11-20', '10:00') },
      ['start: time_never', 'end: end_in_past'],
    ],
    [
      'with both in the past',
      { zone: 'Europe/Paris', start: at('2026-11-23', '08:00'), end: at('2026-11-23', '09:00') },
      ['start: start_in_past', 'end: end_in_past'],
    ],
    [
      'with a start in the past and an end too far away',
      { zone: 'Europe/Paris', start: at('2026-11-01', '08:00'), end: at('2026-12-01', '09:00') },
      ['start: start_in_past', 'end: window_too_long'],
    ],
    [
      'with a length of nothing',
      { zone: 'Europe/Paris', start: { kind: 'now' }, end: { kind: 'for', text: '0.3m' } },
      ['end: duration_invalid'],
    ],
    [
      'with a start that is this very minute',
      { zone: 'Europe/Paris', start: at('2026-11-23', '10:00'), end: { kind: 'for', text: '2h' } },
      ['start: start_in_past'],
    ],
  ])('%s', (_, typed, reported) => expect(faults(typed)).toEqual(reported));

  it.each([
    ['to the second 90 days ahead', '2027-02-21', '10:00', []],
    ['a minute later than that', '2027-02-21', '10:01', ['start: start_too_far']],
    ['in another year', '2030-01-01', '10:00', ['start: start_too_far']],
  ])('a start %s', (_, date, time, reported) => {
    expect(faults({ zone: 'Europe/Paris', start: at(date, time), end: { kind: 'for', text: '2h' } })).toEqual(reported);
  });

  it('except for the start of an invite that stays where it is, however far ahead', () => {
    const typed: TypedWindow = { zone: 'UTC', start: at('', ''), end: { kind: 'for', text: '3h' } };
    expect(faults(typed, { fixedStartAt: NOW + 400 * 24 * HOUR })).toEqual([]);
  });

  it('and a length counts from the start of a running invite', () => {
    const typed: TypedWindow = { zone: 'UTC', start: at('', ''), end: { kind: 'for', text: '3h' } };
    const fixedStartAt = NOW - HOUR;
    expect(readWindow(typed, { ...limits, fixedStartAt })).toMatchObject({ endsAt: fixedStartAt + 3 * HOUR });
    expect(faults({ ...typed, end: { kind: 'for', text: '1h' } }, { fixedStartAt })).toEqual(['end: end_in_past']);
    expect(faults({ ...typed, end: { kind: 'for', text: '6 days' } }, { fixedStartAt })).toEqual([
      'end: window_too_long',
    ]);
  });
});

describe('for any typed text', () => {
  const wall = fc
    .tuple(fc.integer({ min: -3, max: 400 }), fc.integer({ min: 0, max: 1439 }))
    .map(([day, minute]) => new Date(Date.UTC(2026, 10, 23 + day, 0, minute)).toISOString())
    .map((iso) => at(iso.slice(0, 10), iso.slice(11, 16)));
  const typed = fc.record({
    zone: fc.constantFrom(...listZones()),
    start: fc.oneof(wall, fc.constant({ kind: 'now' } as const)),
    end: fc.oneof(
      wall,
      fc.constantFrom('1m', '2h', '5 days', '121h', '0.2m', '', 'x').map((text) => ({ kind: 'for', text }) as const),
    ),
    fold: fc.record({ start: fc.constantFrom('earlier', 'later'), end: fc.constantFrom('earlier', 'later') }),
  });

  it('a window is in the future, ends after its start, is not too long, and matches what was typed', () => {
    let windows = 0;
    fc.assert(
      fc.property(typed, (each) => {
        const read = readWindow(each, limits);
        if (Array.isArray(read)) return read.length > 0;
        windows += 1;
        const shows = (end: typeof each.start | typeof each.end, instant: number) => {
          if (end.kind !== 'at') return true;
          const wallTime = readWallTime(`${end.date}T${end.time}`, each.zone);
          return wallTime.kind === 'once' ? wallTime.at === instant : wallTime.kind === 'twice';
        };
        return (
          read.startsAt > NOW &&
          read.startsAt <= NOW + limits.maxLeadMs &&
          read.endsAt > read.startsAt &&
          read.endsAt - read.startsAt <= limits.maxMs &&
          shows(each.start, read.startsAt) &&
          shows(each.end, read.endsAt)
        );
      }),
      { numRuns: 2_000 },
    );
    expect(windows).toBeGreaterThan(200);
  });
});

describe('a window in words', () => {
  it.each([
    [
      'its own zone only',
      '2026-11-24T13:00Z',
      2.5,
      'Europe/Paris',
      '2 hours 30 minutes: Tue 24 Nov, 14:00 to 16:30 in Paris.',
    ],
    [
      'two zones, another day in one of them',
      '2026-11-24T20:00Z',
      2,
      'Asia/Tokyo',
      '2 hours: Wed 25 Nov, 05:00 to 07:00 in Tokyo. For you (Paris): Tue 24 Nov, 21:00 to 23:00.',
    ],
    [
      'another year',
      '2026-12-31T22:00Z',
      2,
      'Europe/Paris',
      '2 hours: Thu 31 Dec 2026, 23:00 to Fri 1 Jan 2027, 01:00 in Paris.',
    ],
    [
      'the clocks go forward in between',
      '2027-03-28T00:00Z',
      3,
      'Europe/Paris',
      '3 hours: Sun 28 Mar 2027, 01:00 to 05:00 in Paris. The clocks change in between: it lasts 3 hours.',
    ],
  ])('%s', (_, start, hours, zone, words) => {
    const startsAt = Date.parse(start);
    const described = describeWindow(startsAt, startsAt + hours * HOUR, zone, 'Europe/Paris', NOW);
    expect(described.replace(/ It starts in .*$/, '')).toBe(words);
    expect(described).toContain(' It starts in ');
  });
});
