import type { Booking } from '../../domain/visibility.ts';

/** The name of an invite for somebody who may not see it. */
export const anotherBooking = 'Another booking';

/** Who can see more than the booking. */
export const whoSeesMore = 'Only the inviter, admins and people in its channel can see more.';

/** Says that a computer is booked. `when`: "Mon 2 PM to Mon 4 PM". */
export function bookingCopy({ hostName }: Pick<Booking, 'hostName'>, when: string): string {
  return `${hostName} has another booking from ${when}.`;
}
