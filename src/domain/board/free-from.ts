/**
 * From when on a computer is free, epoch ms: now, or the end of what it is taken by without a gap; undefined when that is not before `until`.
 * `bookings` are all of now until then, by their start.
 */
export function freeFrom(
  bookings: readonly { readonly startsAt: number; readonly endsAt: number }[],
  now: number,
  until: number,
): number | undefined {
  let free = now;
  for (const { startsAt, endsAt } of bookings) {
    if (startsAt > free) break;
    free = Math.max(free, endsAt);
  }
  return free < until ? free : undefined;
}

/** Until when a computer that is free at an instant stays free, epoch ms; undefined when nothing comes. `bookings` as above. */
export function freeUntil(bookings: readonly { readonly startsAt: number }[], at: number): number | undefined {
  return bookings.find(({ startsAt }) => startsAt >= at)?.startsAt;
}
