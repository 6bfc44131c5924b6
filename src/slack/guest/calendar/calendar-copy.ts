import { type CalendarEntry, type CalendarStatus, calendarUid } from '../../../domain/calendar/calendar-entry.ts';
import { googleCalendarLink } from '../../../domain/calendar/google-link.ts';
import type { Invite } from '../../../domain/invite.ts';
import { maskedInvite } from '../../../domain/masking.ts';
import { cut, escapeSigns, type Message, mrkdwnMessage } from '../../blocks/blocks.ts';
import { hostCopy } from '../facts-copy.ts';

const linkCopy = "The link to connect is in the guest's email from Parsec.";

type Options = { readonly status: CalendarStatus; readonly sequence: number; readonly hidesGuest: boolean };

/** An invite as an entry of a calendar. The guest's link isn't in it: it is a way in, and calendars are shared. `now` in epoch ms. */
export function calendarEntry(invite: Invite, { status, sequence, hidesGuest }: Options, now: number): CalendarEntry {
  const { guestEmail, hostName, eventName, startsAt, endsAt } = hidesGuest ? maskedInvite(invite) : invite;
  return {
    uid: calendarUid(invite),
    sequence,
    status,
    startsAt,
    endsAt,
    madeAt: now,
    title: cut(`${eventName} on ${hostName}`, 200),
    description: `Guest access to ${hostName} at Parsec for ${guestEmail}. ${linkCopy}`,
  };
}

/** The same without anything personal: what stands beside a file stays when the file is deleted with its guest's data. */
function openEntry(invite: Invite, options: Options, now: number): CalendarEntry {
  const title = cut(`Guest access to ${invite.hostName}`, 200);
  return { ...calendarEntry(invite, options, now), title, description: linkCopy };
}

/** What stands above a calendar file in the thread, mrkdwn. It names neither guest nor event. */
export function calendarComment(invite: Invite, options: Options, now: number): string {
  if (options.status === 'cancelled')
    return `:calendar: This takes the event off your calendar: ${hostCopy(invite)} is no longer booked for it.`;
  const lead = options.sequence === 0 ? 'Calendar file for' : 'The calendar file changed for';
  const what = `:calendar: ${lead} ${hostCopy(invite)}. Open it to put the times on your calendar, or forward it to the guest.`;
  return `${what} ${googleCopy(openEntry(invite, options, now))}`;
}

/** For the person who asked for the file. */
export function calendarAnswer(invite: Invite, now: number): Message {
  const entry = calendarEntry(invite, { status: 'confirmed', sequence: 0, hidesGuest: false }, now);
  return mrkdwnMessage(
    `The calendar file comes into the thread of the card. If the times change or the invite is cancelled, a new file follows there. ${googleCopy(entry)}`,
  );
}

function googleCopy(entry: CalendarEntry): string {
  return `<${escapeSigns(googleCalendarLink(entry))}|Add to Google Calendar>`;
}
