import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { boardDays, hoursInDay, hoursOf } from '../../../src/domain/board/board-days.ts';
import { chooseHosts, namedHosts, nearestHosts } from '../../../src/domain/board/choose-hosts.ts';
import { freeFrom, freeUntil } from '../../../src/domain/board/free-from.ts';
import { inLanes, laneCount } from '../../../src/domain/board/lanes.ts';
import { overlaps } from '../../../src/domain/invite.ts';

const HOUR = 3_600_000;
const span = (startsAt: number, endsAt: number) => ({ startsAt, endsAt });

describe('the days of a board', () => {
  test.each([
    ['spring in Paris', Date.UTC(2026, 2, 26, 12), 'Europe/Paris', [24, 24, 24, 23, 24, 24, 24]],
    ['autumn in Paris', Date.UTC(2026, 9, 25, 12), 'Europe/Paris', [25, 24, 24, 24, 24, 24, 24]],
    ['half an hour on Lord Howe', Date.UTC(2026, 3, 4, 12), 'Australia/Lord_Howe', [24, 24.5, 24, 24, 24, 24, 24]],
    ['midnight is skipped in Beirut', Date.UTC(2026, 2, 28, 12), 'Asia/Beirut', [24, 23, 24, 24, 24, 24, 24]],
  ])('%s', (_, now, zone, hours) => {
    const days = boardDays('week', now, zone);
    expect(days.map(hoursInDay)).toEqual(hours);
    for (const [nth, day] of days.slice(1).entries()) expect(day.from).toBe(days[nth]?.to);
  });

  it('begins today in the zone, whatever day it is elsewhere', () => {
    expect(boardDays('day', Date.UTC(2026, 10, 23, 23, 30), 'Asia/Tokyo').map(({ date }) => date)).toEqual([
      '2026-11-24',
    ]);
  });

  it('has each hour the clock shows: one twice in autumn, one not at all in spring', () => {
    const times = (at: number) => boardDays('day', at, 'Europe/Paris').flatMap((day) => hoursOf(day, 'Europe/Paris'));
    const autumn = times(Date.UTC(2026, 9, 25, 12)).map(({ time }) => time);
    expect(autumn).toHaveLength(25);
    expect(autumn.filter((time) => time === '02:00')).toHaveLength(2);
    const spring = times(Date.UTC(2026, 2, 29, 12)).map(({ time }) => time);
    expect(spring).toHaveLength(23);
    expect(spring).not.toContain('02:00');
  });
});

describe('lanes', () => {
  it('marks what is at the same time, and what only follows at once is no clash', () => {
    const placed = inLanes([span(0, 2), span(1, 3), span(2, 4), span(5, 6)]);
    expect(placed.map(({ lane, isClash }) => [lane, isClash])).toEqual([
      [0, true],
      [1, true],
      [0, true],
      [0, false],
    ]);
    expect(inLanes([span(0, 2), span(2, 4)]).some(({ isClash }) => isClash)).toBe(false);
    expect(laneCount([])).toBe(1);
  });

  it('never hides one booking behind another', () => {
    const spans = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 20 })), { maxLength: 30 });
    fc.assert(
      fc.property(spans, (all) => {
        const sorted = all.map(([at, ms]) => span(at, at + ms)).sort((a, b) => a.startsAt - b.startsAt);
        const placed = inLanes(sorted);
        for (const [nth, one] of placed.entries()) {
          const others = placed.filter((_, at) => at !== nth);
          expect(others.some((other) => other.lane === one.lane && overlaps(other.booking, one.booking))).toBe(false);
          expect(one.isClash).toBe(others.some((other) => overlaps(other.booking, one.booking)));
        }
      }),
    );
  });
});

test.each([
  ['nothing is booked', [], 10],
  ['a booking comes later', [span(20, 30)], 10],
  ['a booking is under way', [span(5, 30)], 30],
  ['the next follows at once', [span(5, 30), span(30, 40)], 40],
  ['a long one under a short one', [span(0, 50), span(5, 12), span(50, 60)], 60],
  ['there is a gap', [span(5, 30), span(31, 40)], 30],
  ['it is taken to the end', [span(5, 100)], undefined],
])('a computer is free: %s', (_, bookings, at) => {
  expect(freeFrom(bookings, 10, 100)).toBe(at);
});

test('a computer is free until the next booking', () => {
  expect(freeUntil([span(0, 5), span(8, 9)], 5)).toBe(8);
  expect(freeUntil([span(0, 5)], 5)).toBeUndefined();
});

describe('computers', () => {
  const host = (hostName: string, booked = false) => ({
    hostId: hostName,
    hostName,
    bookings: booked ? [{ startsAt: 0, endsAt: HOUR, guest: undefined, isWaiting: false }] : [],
  });

  it('are in the order of their numbers, and those with bookings stay when there are too many', () => {
    const names = (most: number) =>
      chooseHosts([host('Edit 10', true), host('edit 2'), host('Edit 1')], most).shown.map(({ hostName }) => hostName);
    expect(names(3)).toEqual(['Edit 1', 'edit 2', 'Edit 10']);
    expect(names(2)).toEqual(['Edit 1', 'Edit 10']);
    expect(chooseHosts([host('a'), host('b')], 1).more).toBe(1);
  });

  it('are meant by their own name first, then by a part of it', () => {
    const all = [host('Edit 1'), host('Edit 10'), host('Grade')];
    expect(namedHosts(all, 'edit 1').map(({ hostName }) => hostName)).toEqual(['Edit 1']);
    expect(namedHosts(all, 'edit').map(({ hostName }) => hostName)).toEqual(['Edit 1', 'Edit 10']);
    expect(namedHosts(all, 'Edti')).toEqual([]);
    expect(nearestHosts(['Grade', 'Edit 10', 'Edit 1', 'Edit 1'], 'Edti 1')).toEqual(['Edit 1', 'Edit 10', 'Grade']);
  });
});
