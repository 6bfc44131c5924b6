import { inHalf, spanOf, timeOf } from './clock.ts';
import type { Item } from './item.ts';
import type { Clock } from './tokens.ts';

export type Side = {
  readonly days: readonly Extract<Item, { kind: 'day' }>[];
  readonly clocks: readonly Extract<Item, { kind: 'clock' }>[];
  readonly half: 'am' | 'pm' | undefined;
  readonly isNow: boolean;
  readonly ahead: Extract<Item, { kind: 'ahead' | 'instant' }> | undefined;
  readonly items: readonly Item[];
};

export function sideOf(items: readonly Item[]): Side {
  const days = items.filter((item) => item.kind === 'day');
  const halves = items.flatMap((item) =>
    item.kind === 'half' ? [item.half] : item.kind === 'day' && item.half ? [item.half] : [],
  );
  return {
    days,
    clocks: items.filter((item) => item.kind === 'clock'),
    half: halves[0],
    isNow: items.some(({ kind }) => kind === 'now'),
    ahead: items.find((item) => item.kind === 'ahead' || item.kind === 'instant'),
    items,
  };
}

export function isOneMoment({ days, clocks, isNow, ahead, items }: Side): boolean {
  const kinds = Number(isNow) + items.filter(({ kind }) => kind === 'ahead' || kind === 'instant').length;
  const isAlone = kinds === 0 || (days.length === 0 && clocks.length === 0 && kinds === 1);
  const isToday = isNow && ahead === undefined && clocks.length === 0 && days.length === 1 && kinds === 1;
  return days.length <= 1 && clocks.length <= 1 && (isAlone || isToday);
}

export function isOnlyToday(side: Side, today: string): boolean {
  return side.days.every(({ day }) => day.kind === 'date' && day.date === today);
}

export function doubtsOf({ days }: Side): Item[] {
  return days.filter(({ day }) => day.kind === 'doubt');
}

/** With "tonight" the start is in the evening, and so is an end that can be. */
export function tonightSpan(
  start: Clock,
  end: Clock,
  day: Side['days'][number] | undefined,
): ReturnType<typeof spanOf> {
  const span = spanOf(start, end);
  if (day?.isTonight !== true || span.start === undefined || span.start >= 720) return span;
  return { start: undefined, end: span.end };
}

/** A clock in the half of the day that stands beside it, or that "tonight" means; undefined where that cannot be. */
export function ofDay(
  clock: Clock,
  day: Side['days'][number] | undefined,
  half: 'am' | 'pm' | undefined,
): Clock | undefined {
  const isEvening = day?.isTonight === true && half === undefined && !clock.is24 && clock.half === undefined;
  // "Tonight at 2" is no afternoon.
  if (isEvening && (clock.hour < 5 || clock.hour === 12)) return undefined;
  return inHalf(clock, half ?? (isEvening ? 'pm' : undefined));
}

// "Tonight 1am" is tomorrow for most, and "Friday midnight" one of two days.
export function isNight(
  typed: Side['clocks'][number] | undefined,
  meant: Clock | undefined,
  day: Side['days'][number] | undefined,
): boolean {
  if (typed === undefined || day === undefined) return false;
  return meant === undefined
    ? day.isTonight === true
    : isDoubtfulMidnight(meant, day) || (day.isTonight === true && (timeOf(meant) ?? 720) < 720);
}

// "Friday midnight" is the beginning of Friday for some and its end for others.
export function isDoubtfulMidnight(clock: Clock, day: Side['days'][number] | undefined): boolean {
  return clock.isMidnight === true && day !== undefined;
}
