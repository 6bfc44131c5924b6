import { addDays } from '../time/calendar.ts';
import { daysSpan } from '../time/months.ts';
import { wallTimeOf } from '../time/zoned-time.ts';
import type { BoardDay, BoardView } from './board.ts';

const DAYS = { day: 1, week: 7 } as const satisfies Record<BoardView, number>;

/** The days a board shows, from today on: of a week, what is past helps nobody to plan. `now` in epoch ms, `zone` an IANA name. */
export function boardDays(view: BoardView, now: number, zone: string): readonly BoardDay[] {
  const today = wallTimeOf(now, zone).date;
  return Array.from({ length: DAYS[view] }, (_, nth) => {
    const date = addDays(today, nth);
    return { date, ...daysSpan(date, date, zone) };
  });
}

const HALF_HOUR_MS = 30 * 60_000;

/** The full hours of a day on its zone's clock: one that comes twice is there twice, one that is skipped is not. Epoch ms and `14:00`. */
export function hoursOf(
  { from, to }: BoardDay,
  zone: string,
): readonly { readonly at: number; readonly time: string }[] {
  const hours: { at: number; time: string }[] = [];
  // By half hours, since on Lord Howe Island the clocks change by one.
  for (let at = from; at < to; at += HALF_HOUR_MS) {
    const { time } = wallTimeOf(at, zone);
    if (time.endsWith(':00')) hours.push({ at, time });
  }
  return hours;
}

/** How many hours a day has: 24 unless the clocks change. */
export function hoursInDay({ from, to }: BoardDay): number {
  return (to - from) / (2 * HALF_HOUR_MS);
}
