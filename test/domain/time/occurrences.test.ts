import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdayOf } from '../../../src/domain/time/calendar.ts';
import {
  datesOf,
  occurrencesOf,
  readRule,
  type SeriesTimes,
  windowOn,
  workdays,
} from '../../../src/domain/time/occurrences.ts';
import { listZones } from '../../../src/domain/time/zoned-time.ts';
import { offsetAt } from './zone-changes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const most = { occurrences: 60, days: 182 };
const iso = (at = 0) => new Date(at).toISOString().slice(0, 16);

const weekday: SeriesTimes = {
  timeZone: 'Europe/Paris',
  startTime: '09:00',
  endTime: '17:00',
  endDays: 0,
  fold: {},
  weekdays: workdays,
  firstDate: '2026-10-22',
  untilDate: '2026-10-27',
  marks: [],
};

describe('occurrences', () => {
  it('have the same time of day before and after the clocks go back', () => {
    expect(occurrencesOf(weekday).map(({ startsAt, endsAt }) => [iso(startsAt), iso(endsAt)])).toEqual([
      ['2026-10-22T07:00', '2026-10-22T15:00'],
      ['2026-10-23T07:00', '2026-10-23T15:00'],
      ['2026-10-26T08:00', '2026-10-26T16:00'],
      ['2026-10-27T08:00', '2026-10-27T16:00'],
    ]);
  });

  it.each([
    ['a start and an end in the gap are as much later', '02:15', '02:45', 0, '01:15', '01:45', true],
    ['a start in the gap that would pass its end keeps its length', '02:30', '03:15', 0, '01:30', '02:15', true],
    ['an end in the gap is as much later', '01:00', '02:30', 0, '00:00', '01:30', true],
    ['over the gap it is an hour shorter', '01:00', '05:00', 0, '00:00', '03:00', false],
  ])('on the day the clocks go forward: %s', (_, startTime, endTime, endDays, start, end, isShifted) => {
    const found = windowOn({ date: '2027-03-28', startTime, endTime, endDays }, 'Europe/Paris');
    const day = (time: string) => Date.parse(`2027-03-28T${time}Z`);
    expect(found).toMatchObject({ startsAt: day(start), endsAt: day(end), isShifted });
  });

  it.each([
    ['the earlier start and the later end', {}, '2026-10-25T00:30', '2026-10-25T01:30'],
    ['as chosen', { start: 'later', end: 'later' } as const, '2026-10-25T01:30', '2026-10-25T02:30'],
    [
      'a choice that leaves no time keeps the length',
      { start: 'later', end: 'earlier' } as const,
      '2026-10-25T01:30',
      '2026-10-25T02:00',
    ],
  ])('where a time comes twice: %s', (what, fold, start, end) => {
    const endTime = what === 'as chosen' ? '03:30' : what.startsWith('the') ? '02:30' : '02:45';
    const times = { date: '2026-10-25', startTime: what.startsWith('a ') ? '02:15' : '02:30', endTime, endDays: 0 };
    const found = windowOn(times, 'Europe/Paris', fold);
    if (what.startsWith('a ')) {
      expect((found?.endsAt ?? 0) - (found?.startsAt ?? 0)).toBe(30 * MINUTE);
      return;
    }
    expect([iso(found?.startsAt), iso(found?.endsAt)]).toEqual([start, end]);
  });

  it('know no day that a zone skips', () => {
    const apia = {
      ...weekday,
      timeZone: 'Pacific/Apia',
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      firstDate: '2011-12-29',
      untilDate: '2011-12-31',
    };
    expect(occurrencesOf(apia).map(({ date }) => date)).toEqual(['2011-12-29', '2011-12-31']);
  });

  it('that are moved keep the name of their day, and those skipped stay known', () => {
    const movedTo = { date: '2026-10-28', startTime: '14:00', endTime: '15:00', endDays: 0 };
    const marks = [
      { date: '2026-10-22', movedTo },
      { date: '2026-10-23', skippedBy: 'U1' },
    ];
    expect(
      occurrencesOf({ ...weekday, marks }).map(({ date, startsAt, isMoved, isSkipped }) => [
        date,
        iso(startsAt),
        isMoved,
        isSkipped,
      ]),
    ).toEqual([
      ['2026-10-23', '2026-10-23T07:00', false, true],
      ['2026-10-26', '2026-10-26T08:00', false, false],
      ['2026-10-27', '2026-10-27T08:00', false, false],
      ['2026-10-22', '2026-10-28T13:00', true, false],
    ]);
  });

  it('show the same clock in every zone, one for each day, none doubled or missing', () => {
    const times = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 15, 30, 45) });
    const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
    const day = fc.integer({ min: Date.UTC(2024, 0, 1) / (24 * HOUR), max: Date.UTC(2031, 0, 1) / (24 * HOUR) });
    fc.assert(
      fc.property(
        fc.constantFrom(...listZones()),
        times,
        fc.integer({ min: 1, max: 30 }),
        days,
        day,
        (zone, start, quarters, weekdays, first) => {
          const dateAt = (n: number) => new Date(n * 24 * HOUR).toISOString().slice(0, 10);
          const clock = (minutes: number) => iso(minutes * MINUTE).slice(11);
          const from = start.hour * 60 + start.minute;
          const to = from + quarters * 15;
          const rule = { weekdays, firstDate: dateAt(first), untilDate: dateAt(first + 180) };
          const series: SeriesTimes = {
            ...rule,
            timeZone: zone,
            startTime: clock(from),
            endTime: clock(to % 1440),
            endDays: Math.floor(to / 1440),
            fold: {},
            marks: [],
          };
          const found = occurrencesOf(series);
          expect(found.map(({ date }) => date)).toEqual(datesOf(rule));
          expect(new Set(found.map(({ startsAt }) => startsAt)).size).toBe(found.length);
          for (const { date, startsAt, endsAt, isShifted } of found) {
            expect(endsAt).toBeGreaterThan(startsAt);
            if (!isShifted) expect(iso(startsAt + offsetAt(startsAt, zone))).toBe(`${date}T${series.startTime}`);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a rule', () => {
  const rule = { weekdays: [1, 4], firstDate: '2026-11-23', untilDate: '2026-12-03' };
  it('comes on its days, the last one included', () => {
    expect(readRule(rule, most)).toEqual(['2026-11-23', '2026-11-26', '2026-11-30', '2026-12-03']);
    expect(datesOf({ ...rule, weekdays: workdays }).every((date) => weekdayOf(date) < 6)).toBe(true);
  });
  it.each([
    ['no day', { weekdays: [] }, 'weekdays', 'series_days_missing'],
    ['no last day', { untilDate: '' }, 'until', 'series_until_missing'],
    ['a last day before the first', { untilDate: '2026-11-22' }, 'until', 'series_until_too_early'],
    ['no such day in the time', { weekdays: [2], untilDate: '2026-11-23' }, 'until', 'series_until_too_early'],
    ['more than 26 weeks', { weekdays: [1], untilDate: '2027-05-25' }, 'until', 'series_too_long'],
    ['more than 60', { weekdays: workdays, untilDate: '2027-02-15' }, 'until', 'series_too_long'],
  ])('is refused: %s', (_, change, field, code) => {
    expect(readRule({ ...rule, ...change }, most)).toMatchObject({ field, problem: { code } });
  });
});
