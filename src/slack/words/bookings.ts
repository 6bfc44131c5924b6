import type { Booking } from '../../domain/visibility.ts';

/** What an invite is called for somebody who may not see it. */
export const anotherBooking = 'Another booking';

/** Who sees more than the booking, and so whom to ask. */
export const whoSeesMore = 'Only people in its channel, admins and the person who invited see more.';

/** A computer that is taken, as a sentence. `when` as it stands before the full stop: "Mon 2 PM to Mon 4 PM". */
export function bookingWords({ hostName }: Pick<Booking, 'hostName'>, when: string): string {
  return `${hostName} has another booking from ${when}.`;
}
