import { addLength } from './zoned-time.ts';

/** What a window may be. */
export type WindowLimits = {
  /** Epoch ms. */
  readonly now: number;
  /** The longest it may be, ms. Whole days in it are days of the calendar. */
  readonly maxMs: number;
  /** How far ahead of now it may start, ms. Whole days in it are days of the calendar. */
  readonly maxLeadMs: number;
  /** Of an invite that is there: how long it is (ms) and when it starts (epoch ms). It may stay so long, and so far ahead. */
  readonly longNow?: number;
  readonly startsNow?: number;
  /** The start of a running invite, which is not read, epoch ms. */
  readonly fixedStartAt?: number;
};

const DAY_MS = 24 * 3_600_000;

/**
 * The latest end of a window that starts then, epoch ms. "Five days" are five days where the clocks change in between, though they last 121
 * hours; and 120 hours are no more than five days.
 */
export function latestEnd(startsAt: number, { maxMs, longNow = 0 }: WindowLimits, zone: string): number {
  return Math.max(later(startsAt, maxMs, zone), startsAt + longNow);
}

/** The latest start there may be now, epoch ms. */
export function latestStart({ now, maxLeadMs, startsNow = 0 }: WindowLimits, zone: string): number {
  return Math.max(later(now, maxLeadMs, zone), startsNow);
}

/** Whether a window that starts then ends later than it may. Where its milliseconds say that it does not, no calendar is asked. */
export function endsTooLate(startsAt: number, endsAt: number, limits: WindowLimits, zone: string): boolean {
  return endsAt > startsAt + longest(limits) && endsAt > latestEnd(startsAt, limits, zone);
}

/** Whether a window starts later than it may now. As endsTooLate. */
export function startsTooLate(startsAt: number, limits: WindowLimits, zone: string): boolean {
  return startsAt > limits.now + farthest(limits) && startsAt > latestStart(limits, zone);
}

/** How long a window may be at most, and how far ahead it may start, ms, for words. */
export function longest({ maxMs, longNow = 0 }: WindowLimits): number {
  return Math.max(maxMs, longNow);
}
export function farthest({ now, maxLeadMs, startsNow = 0 }: WindowLimits): number {
  return Math.max(maxLeadMs, startsNow - now);
}

function later(at: number, ms: number, zone: string): number {
  if (ms === Number.POSITIVE_INFINITY) return ms;
  return Math.max(at + ms, addLength(at, { days: Math.floor(ms / DAY_MS), ms: ms % DAY_MS }, zone));
}
