import type { Kysely } from 'kysely';
import type { UsedGuest } from '../domain/recent.ts';
import type { Tables } from './schema.ts';

/** A person's invites that were not over at `endsAfter` (epoch ms), newest first, at most `limit`; without what was erased. */
export async function recentInvites(
  db: Kysely<Tables>,
  query: { readonly inviterId: string; readonly endsAfter: number; readonly limit: number },
): Promise<readonly (UsedGuest & { readonly hostId: string })[]> {
  const rows = await db
    .selectFrom('invite')
    .select(['id', 'guest_email', 'host_id', 'host_name', 'event_name'])
    .where('inviter_id', '=', query.inviterId)
    .where('ends_at', '>', query.endsAfter)
    .where('erased_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(query.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    guestEmail: row.guest_email,
    hostId: row.host_id,
    hostName: row.host_name,
    eventName: row.event_name,
  }));
}
