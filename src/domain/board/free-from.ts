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
