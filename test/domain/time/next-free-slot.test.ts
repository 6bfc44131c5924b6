import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type AllowedHours, isWithinHours } from '../../../src/domain/time/allowed-hours.ts';
import { nextFreeSlot, SLOT_DAYS, type SlotSearch } from '../../../src/domain/time/next-free-slot.ts';
import { addLength, wallTimeOf } from '../../../src/domain/time/zoned-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`${text}Z`);
/** Paris is an hour ahead of UTC in November. 2026-11-23 is a Monday. */
const from = at('2026-11-23T11:10');
const limits = { now: from - 600_000, maxMs: 5 * DAY, maxLeadMs: 90 * DAY };
const search: SlotSearch = { bookings: [], length: { days: 0, ms: 2 * HOUR }, zone: 'Europe/Paris', from, limits };
const booked = (...spans: readonly (readonly [string, string])[]) =>
  spans.map(([startsAt, endsAt]) => ({ startsAt: at(startsAt), endsAt: at(endsAt) }));
const office: AllowedHours = { zone: 'Europe/Paris', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

function found(changed: Partial<SlotSearch>): string {
  const slot = nextFreeSlot({ ...search, ...changed });
  if (slot === undefined) return 'none';
  const [start, end] = [slot.startsAt, slot.endsAt].map((each) => new Date(each).toISOString().slice(0, 16));
  return `${start} to ${end}${slot.isShortened ? ', shortened' : ''}`;
}

describe('the next free slot', () => {
  test.each<readonly [string, Partial<SlotSearch>, string]>([
    ['is the next half hour', {}, '2026-11-23T11:30 to 2026-11-23T13:30'],
    ['is now, at a half hour', { from: at('2026-11-23T11:30') }, '2026-11-23T11:30 to 2026-11-23T13:30'],
    ['is the same time today', { timeOfDay: '14:15' }, '2026-11-23T13:15 to 2026-11-23T15:15'],
    ['is the same time tomorrow', { timeOfDay: '09:00' }, '2026-11-24T08:00 to 2026-11-24T10:00'],
    [
      'is tomorrow when today is booked',
      { timeOfDay: '14:00', bookings: booked(['2026-11-23T14:00', '2026-11-23T16:00']) },
      '2026-11-24T13:00 to 2026-11-24T15:00',
    ],
    [
      'is the first gap when both days are booked',
      { timeOfDay: '14:00', bookings: booked(['2026-11-23T14:00', '2026-11-24T16:00']) },
      '2026-11-23T11:30 to 2026-11-23T13:30',
    ],
    [
      'starts at the half hour after a booking',
      { bookings: booked(['2026-11-23T11:00', '2026-11-23T12:10'], ['2026-11-23T11:00', '2026-11-23T14:40']) },
      '2026-11-23T15:00 to 2026-11-23T17:00',
    ],
    [
      'touches the bookings on both sides',
      { bookings: booked(['2026-11-23T10:00', '2026-11-23T12:00'], ['2026-11-23T14:00', '2026-11-25T10:00']) },
      '2026-11-23T12:00 to 2026-11-23T14:00',
    ],
    [
      'leaves out a gap that is too short',
      { bookings: booked(['2026-11-23T10:00', '2026-11-23T12:00'], ['2026-11-23T13:30', '2026-11-23T15:00']) },
      '2026-11-23T15:00 to 2026-11-23T17:00',
    ],
    [
      'is within the hours of the policy',
      { hours: office, from: at('2026-11-23T15:10') },
      '2026-11-24T07:00 to 2026-11-24T09:00',
    ],
    [
      'is on a weekday of the policy, at the same time',
      { hours: office, timeOfDay: '10:00', from: at('2026-11-27T12:00') },
      '2026-11-30T09:00 to 2026-11-30T11:00',
    ],
    ['is none outside of the hours', { hours: { ...office, to: '09:00' } }, 'none'],
    [
      'is no longer than the policy allows',
      { limits: { ...limits, maxMs: HOUR }, timeOfDay: '14:00' },
      '2026-11-23T13:00 to 2026-11-23T14:00, shortened',
    ],
    [
      'starts no later than the policy allows',
      { limits: { ...limits, maxLeadMs: DAY }, bookings: booked(['2026-11-23T11:00', '2026-11-24T12:00']) },
      'none',
    ],
    ['is none on a booked host', { bookings: booked(['2026-11-20T00:00', '2026-12-20T00:00']) }, 'none'],
    [
      'is a day of the calendar long',
      { length: { days: 1, ms: 0 }, zone: 'Europe/Paris', from: at('2026-10-24T10:00') },
      '2026-10-24T10:00 to 2026-10-25T11:00',
    ],
    [
      'leaves out the day on which the clocks skip its time',
      { timeOfDay: '02:30', from: at('2027-03-28T00:00'), limits: { ...limits, now: at('2027-03-27T12:00') } },
      '2027-03-29T00:30 to 2027-03-29T02:30',
    ],
    [
      'is the first of two equal times',
      { timeOfDay: '02:30', from: at('2026-10-24T22:00'), limits: { ...limits, now: at('2026-10-24T12:00') } },
      '2026-10-25T00:30 to 2026-10-25T02:30',
    ],
  ])('%s', (_, changed, expected) => {
    const now = Math.min(changed.limits?.now ?? limits.now, (changed.from ?? from) - 600_000);
    expect(found({ ...changed, limits: { ...limits, ...changed.limits, now } })).toBe(expected);
  });

  it('is free, allowed, and as long as wanted, in any zone and at any time of the year', () => {
    const zone = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
    const span = fc.tuple(fc.integer({ min: -DAY, max: 12 * DAY }), fc.integer({ min: 60_000, max: 3 * DAY }));
    const wanted = fc.record({
      zone,
      from: fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-12-31T00:00') }),
      spans: fc.array(span, { maxLength: 6 }),
      length: fc.record({ days: fc.nat(2), ms: fc.integer({ min: 1, max: 47 }).map((halves) => halves * 1_800_000) }),
      timeOfDay: fc.option(fc.constantFrom('00:00', '02:30', '09:10', '23:30'), { nil: undefined }),
      hours: fc.option(
        zone.map((of) => ({ ...office, zone: of, days: [1, 2, 3, 4, 5, 6], to: '24:00', from: '00:00' })),
        {
          nil: undefined,
        },
      ),
    });
    let some = 0;
    fc.assert(
      fc.property(wanted, ({ spans, timeOfDay, hours, ...rest }) => {
        const bookings = spans.map(([after, ms]) => ({ startsAt: rest.from + after, endsAt: rest.from + after + ms }));
        const slot = nextFreeSlot({
          ...rest,
          bookings,
          limits: { ...limits, now: rest.from - 600_000 },
          ...(timeOfDay === undefined ? {} : { timeOfDay }),
          ...(hours === undefined ? {} : { hours }),
        });
        if (slot === undefined) return;
        some += 1;
        expect(slot.startsAt).toBeGreaterThanOrEqual(rest.from);
        expect(slot.startsAt).toBeLessThanOrEqual(rest.from + (SLOT_DAYS + 1) * DAY);
        expect(slot.endsAt).toBe(addLength(slot.startsAt, rest.length, rest.zone));
        expect(bookings.filter((each) => each.startsAt < slot.endsAt && slot.startsAt < each.endsAt)).toEqual([]);
        if (hours !== undefined) expect(isWithinHours(slot, hours)).toBe(true);
        const { time } = wallTimeOf(slot.startsAt, rest.zone);
        expect([timeOfDay, time.endsWith(':00'), time.endsWith(':30')]).toSatisfy(
          ([wish, full, half]) => wish === time || full === true || half === true,
        );
      }),
      { numRuns: 200 },
    );
    expect(some).toBeGreaterThan(100);
  });
});
