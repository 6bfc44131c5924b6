import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { CalendarEntry } from './calendar-entry.ts';

/**
 * A calendar file (RFC 5545) with one entry. Its times are in UTC, which every calendar shows on its reader's own clock: no rules of a zone
 * have to go with it, and none can be out of date. A cancel takes the entry out of the calendar again.
 */
export function writeIcs(entry: CalendarEntry): string {
  const isCancelled = entry.status === 'cancelled';
  const calendar = ical({
    prodId: { company: 'Guestlist', product: 'Guestlist', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    start: new Date(entry.startsAt),
    end: new Date(entry.endsAt),
    stamp: new Date(entry.madeAt),
    summary: entry.title,
    description: entry.description,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
