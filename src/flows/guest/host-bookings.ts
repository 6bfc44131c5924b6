import type { Person } from '../../domain/person.ts';
import type { SeenInvite } from '../../domain/visibility.ts';
import type { Context } from '../shared/context.ts';
import { seeInvites } from '../shared/see-invites.ts';

/** Who is invited to a host at this moment, and who comes next (several who start together), as one person may see it. */
export type HostBookings = { readonly now: readonly SeenInvite[]; readonly next: readonly SeenInvite[] };

/** The bookings of some hosts, by their ids. */
export async function bookingsOf(
  context: Context,
  person: Person,
  hostIds: readonly string[],
): Promise<ReadonlyMap<string, HostBookings>> {
  const now = context.now();
  const invites = await context.store.invitesNowAndNext({ hostIds, now });
  const seen = await seeInvites(context, person, invites);
  const bookings = new Map<string, HostBookings>();
  for (const [nth, invite] of invites.entries()) {
    const one = seen[nth];
    if (one === undefined) continue;
    const known = bookings.get(invite.hostId) ?? { now: [], next: [] };
    const added =
      invite.startsAt <= now ? { ...known, now: [...known.now, one] } : { ...known, next: [...known.next, one] };
    bookings.set(invite.hostId, added);
  }
  return bookings;
}
