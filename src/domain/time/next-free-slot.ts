import { type AllowedHours, openSpans } from './allowed-hours.ts';
import { addDays } from './calendar.ts';
import type { Length } from './durations.ts';
import { latestEnd, latestStart, type WindowLimits } from './window-limits.ts';
import { addLength, halfHourFrom, readWallTime, wallTimeOf } from './zoned-time.ts';

/** From when to when, epoch ms. */
type Span = { readonly startsAt: number; readonly endsAt: number };

/** A time in which a host is free. `isShortened`: no invite may last as long as was wanted. */
export type Slot = Span & { readonly isShortened: boolean };

export type SlotSearch = {
  /** When the host is taken. */
  readonly bookings: readonly Span[];
  readonly length: Length;
  /** IANA name: its clock says what a half hour and a day are. */
  readonly zone: string;
  /** No slot starts before this, epoch ms. */
  readonly from: number;
  /** The time of day that is wanted most, `14:00`. */
  readonly timeOfDay?: string;
  readonly limits: WindowLimits;
  /** When guests may be connected; undefined: always. */
  readonly hours?: AllowedHours;
};

/** So many days are looked at. */
export const SLOT_DAYS = 14;

/** On so many days the time of day is looked at that is wanted most. */
const SAME_TIME_DAYS = 2;

/**
 * The next time in which a host is free for as long as wanted: at the same time of day on the first two days on which guests may be connected
 * then, or else at the first half hour of the zone's clock. Shorter where no window may be that long. Undefined when there is none within 14
 * days, or as far ahead as an invite may start.
 */
export function nextFreeSlot(search: SlotSearch): Slot | undefined {
  const { from, zone, limits, hours, length } = search;
  const until = Math.min(addLength(from, { days: SLOT_DAYS, ms: 0 }, zone), latestStart(limits, zone) + 1);
  // Looked up once: a zone's clock is slow to read, and there are many half hours in 14 days.
  const open =
    hours === undefined ? always : openSpans({ startsAt: from, endsAt: addLength(until, length, zone) }, hours);
  return atSameTime(search, until, open) ?? firstFree(search, until, open);
}

const always: readonly Span[] = [{ startsAt: Number.NEGATIVE_INFINITY, endsAt: Number.POSITIVE_INFINITY }];

function atSameTime(search: SlotSearch, until: number, open: readonly Span[]): Slot | undefined {
  const { timeOfDay, zone, from } = search;
  if (timeOfDay === undefined) return undefined;
  const today = wallTimeOf(from, zone).date;
  let left = SAME_TIME_DAYS;
  for (let day = 0; day < SLOT_DAYS && left > 0; day += 1) {
    const read = readWallTime(`${addDays(today, day)}T${timeOfDay}`, zone);
    // On a day on which the clocks skip it, there is no such time.
    if (read.kind === 'never') continue;
    const startsAt = read.kind === 'twice' ? read.earlierAt : read.at;
    if (startsAt < from || startsAt <= search.limits.now || startsAt >= until) continue;
    const slot = slotAt(startsAt, search);
    if (!open.some((span) => span.startsAt <= slot.startsAt && slot.endsAt <= span.endsAt)) continue;
    if (lastBooking(slot, search) === undefined) return slot;
    left -= 1;
  }
  return undefined;
}

function firstFree(search: SlotSearch, until: number, open: readonly Span[]): Slot | undefined {
  const { zone, from, limits } = search;
  for (const span of open) {
    let startsAt = halfHourFrom(Math.max(from, limits.now + 1, span.startsAt), zone);
    while (startsAt < until) {
      const slot = slotAt(startsAt, search);
      // Whatever starts later ends no earlier.
      if (slot.endsAt > span.endsAt) break;
      const taken = lastBooking(slot, search);
      if (taken === undefined) return slot;
      startsAt = halfHourFrom(taken.endsAt, zone);
    }
  }
  return undefined;
}

function slotAt(startsAt: number, { length, limits, zone }: SlotSearch): Slot {
  const wanted = addLength(startsAt, length, zone);
  const endsAt = Math.min(wanted, latestEnd(startsAt, limits, zone));
  return { startsAt, endsAt, isShortened: endsAt < wanted };
}

/** Of the bookings that share an instant with a slot, the one that ends last. */
function lastBooking({ startsAt, endsAt }: Span, { bookings }: SlotSearch): Span | undefined {
  return bookings
    .filter((each) => each.startsAt < endsAt && startsAt < each.endsAt)
    .reduce<Span | undefined>(
      (last, each) => (last === undefined || each.endsAt > last.endsAt ? each : last),
      undefined,
    );
}
