import { addDays } from './calendar.ts';
import { readWallTime, wallTimeOf } from './zoned-time.ts';

/** A digest that is sent once a day at an hour of somebody's own clock. */
export type DailyAt = {
  /** 0 to 23. */
  readonly hour: number;
  /** IANA name. */
  readonly zone: string;
  /** The last day (`2026-11-24`) that needs none any more; undefined for no day. */
  readonly doneOn: string | undefined;
};

/** The day whose digest is due at `now`, or when the next one is. Instants in epoch ms. */
export type NextDigest =
  | { readonly kind: 'due'; readonly date: string }
  | { readonly kind: 'later'; readonly at: number };

/**
 * Each day of the calendar has one digest, also where its hour comes twice or not at all, and where somebody goes to another zone: a day that
 * was done is not done again. Late, it is due until its day is over.
 */
export function nextDigest(now: number, { hour, zone, doneOn }: DailyAt): NextDigest {
  const today = wallTimeOf(now, zone).date;
  if (doneOn !== undefined && doneOn >= today) return { kind: 'later', at: hourOn(addDays(doneOn, 1), hour, zone) };
  const at = hourOn(today, hour, zone);
  return now >= at ? { kind: 'due', date: today } : { kind: 'later', at };
}

/** The first instant of an hour of a day; where the clocks skip it, the moment of the jump. Epoch ms. */
function hourOn(date: string, hour: number, zone: string): number {
  const read = readWallTime(`${date}T${String(hour).padStart(2, '0')}:00`, zone);
  return read.kind === 'twice' ? read.earlierAt : read.at;
}

/** From when to when a day lasts on the clock of a zone, epoch ms. */
export function dayOf(date: string, zone: string): { readonly startsAt: number; readonly endsAt: number } {
  return { startsAt: hourOn(date, 0, zone), endsAt: hourOn(addDays(date, 1), 0, zone) };
}
