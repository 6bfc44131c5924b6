import { overlaps } from '../invite.ts';

type Span = { readonly startsAt: number; readonly endsAt: number };

/** A booking in a lane of its computer, counted from 0, so that none hides another. `isClash`: another one is at the same time. */
export type Placed<Booking> = { readonly booking: Booking; readonly lane: number; readonly isClash: boolean };

/** Puts bookings that are sorted by their start into as few lanes as they need, and marks those that share some of their time. */
export function inLanes<Booking extends Span>(bookings: readonly Booking[]): readonly Placed<Booking>[] {
  const ends: number[] = [];
  return bookings.map((booking, nth) => {
    const free = ends.findIndex((endsAt) => endsAt <= booking.startsAt);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = booking.endsAt;
    const isClash = bookings.some((other, at) => at !== nth && overlaps(booking, other));
    return { booking, lane, isClash };
  });
}

/** How many lanes bookings take; one where there is none. */
export function laneCount(placed: readonly Pick<Placed<unknown>, 'lane'>[]): number {
  return Math.max(1, ...placed.map(({ lane }) => lane + 1));
}
