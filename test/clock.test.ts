import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMovableClock, systemClock } from '../src/clock.ts';

const START = Date.UTC(2026, 2, 29, 0, 30);

beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

test('a movable clock ticks with real time, from the start it was given', () => {
  const clock = createMovableClock(1_000);
  expect(clock.now()).toBe(1_000);
  vi.advanceTimersByTime(250);
  expect(clock.now()).toBe(1_250);
  expect(createMovableClock().now()).toBe(systemClock());
});

test('it moves forwards and backwards, and calls its listeners after it has moved', () => {
  const clock = createMovableClock(START);
  const heard: number[] = [];
  const stop = clock.onMove((now) => heard.push(now, clock.now()));
  clock.advance(15 * 60_000);
  clock.advance(-60_000);
  stop();
  clock.advance(1);
  const moved = START + 15 * 60_000;
  expect(heard).toEqual([moved, moved, moved - 60_000, moved - 60_000]);
  expect(clock.now()).toBe(moved - 60_000 + 1);
});

test('it refuses a move that is not a number, and stays where it is', () => {
  const clock = createMovableClock(START);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  expect(() => clock.advance(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  expect(clock.now()).toBe(START);
});
