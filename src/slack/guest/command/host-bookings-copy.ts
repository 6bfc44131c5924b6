import type { SeenInvite } from '../../../domain/visibility.ts';
import type { HostBookings } from '../../../flows/guest/host-bookings.ts';
import { shortText } from '../../blocks/blocks.ts';
import { readerSpan, readerTime } from '../../shared/time-copy.ts';
import { anotherBooking } from '../booking-copy.ts';

/** So many are named, the others counted. */
const MOST_NAMED = 3;

/** Who is on a computer now and who is next, a line each where there is somebody, mrkdwn. `zone`: the reader's (IANA). */
export function bookingLines({ now, next }: HostBookings, zone: string): string[] {
  const current = now.map((one) => `${who(one)} until ${readerTime(hours(one).endsAt, zone)}`);
  const coming = next.map((one) => `${who(one)}, ${readerSpan(hours(one).startsAt, hours(one).endsAt, zone)}`);
  return [
    ...(now.length === 0 ? [] : [`Now: ${some(current)}`]),
    ...(next.length === 0 ? [] : [`Next: ${some(coming)}`]),
  ];
}

/** An invite the reader may not see is only called a booking. */
function who(one: SeenInvite): string {
  return one.kind === 'invite' ? shortText(one.invite.guestEmail, 80) : anotherBooking.toLowerCase();
}

function hours(one: SeenInvite): { readonly startsAt: number; readonly endsAt: number } {
  return one.kind === 'invite' ? one.invite : one;
}

function some(all: readonly string[]): string {
  const more = all.length - MOST_NAMED;
  return `${all.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
