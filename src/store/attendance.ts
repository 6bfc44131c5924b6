import type { Kysely } from 'kysely';
import { type Attendance, LATE_GUEST_MS, LEAVE_MS } from '../domain/attendance.ts';
import type { Invite } from '../domain/invite.ts';
import { inviteOf } from './invite-rows.ts';
import { columnsOf, toRow } from './rows.ts';
import type { Tables } from './schema.ts';

/** What is known of the guest's coming and going; undefined when nothing is. */
export async function getAttendance(db: Kysely<Tables>, inviteId: string): Promise<Attendance | undefined> {
  const row = await db.selectFrom('attendance').selectAll().where('invite_id', '=', inviteId).executeTakeFirst();
  return row && columnsOf<Attendance>(row);
}

export async function saveAttendance(db: Kysely<Tables>, attendance: Attendance): Promise<void> {
  const row = toRow(attendance);
  const { invite_id: _, ...parts } = row;
  await db
    .insertInto('attendance')
    .values(row)
    .onConflict((conflict) => conflict.column('invite_id').doUpdateSet(parts))
    .execute();
}

/**
 * The earliest start (epoch ms) among the invites whose guest may be connected now, or was until after `endedAfter`, so that the log may still
 * have to say that they left; undefined when there are none.
 */
export async function earliestAttended(
  db: Kysely<Tables>,
  { now, endedAfter }: { readonly now: number; readonly endedAfter: number },
): Promise<number | undefined> {
  const row = await db
    .selectFrom('invite')
    .select((eb) => eb.fn.min('starts_at').as('at'))
    .where('ends_at', '>', endedAfter)
    .where('starts_at', '<=', now)
    .where('provider_invite_id', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['granted', 'cancelling', 'ended']),
        // Its guest was disconnected.
        eb('state', '=', 'cancelled').and('updated_at', '>', endedAfter),
      ]),
    )
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** The invites that events between two instants (epoch ms) may be about, by the guest's address as it is compared or the provider's id. */
export async function attendedInvites(
  db: Kysely<Tables>,
  query: {
    readonly guestKeys: readonly string[];
    readonly providerInviteIds: readonly string[];
    readonly from: number;
    readonly to: number;
  },
): Promise<readonly Invite[]> {
  const { guestKeys, providerInviteIds, from, to } = query;
  const invites = db.selectFrom('invite').selectAll().where('provider_invite_id', 'is not', null);
  const byGuest =
    guestKeys.length === 0
      ? []
      : await invites
          .where('guest_key', 'in', [...guestKeys])
          .where('ends_at', '>=', from - LEAVE_MS)
          .where('starts_at', '<=', to)
          .execute();
  const byId =
    providerInviteIds.length === 0
      ? []
      : await invites.where('provider_invite_id', 'in', [...providerInviteIds]).execute();
  const found = new Map([...byGuest, ...byId].map((row) => [row.id, row]));
  return [...found.values()].map(inviteOf);
}

/**
 * Invites whose guest the log shows nowhere although it was read from `from` on until `to` (epoch ms), and of which that is not written down
 * yet: late ones, and those that are over. Not one that was found only after it had started: nobody looked for its guest before.
 */
export async function unattendedInvites(
  db: Kysely<Tables>,
  query: { readonly from: number; readonly to: number; readonly foundWithin: number; readonly limit: number },
): Promise<readonly { readonly invite: Invite; readonly attendance: Attendance | undefined }[]> {
  const { from, to } = query;
  const rows = await db
    .selectFrom('invite')
    .leftJoin('attendance', 'attendance.invite_id', 'invite.id')
    .selectAll('invite')
    .select('attendance.absent_at as absent_at')
    .where('invite.ends_at', '>', from)
    .where('invite.starts_at', '>=', from)
    .where('invite.provider_invite_id', 'is not', null)
    .where('invite.state', 'in', ['granted', 'ended'])
    .where((eb) => eb('invite.created_at', '<=', eb('invite.starts_at', '+', query.foundWithin)))
    .where('attendance.connected_at', 'is', null)
    .where('attendance.unclear_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('attendance.absent_at', 'is', null).and(
          eb.or([eb('invite.starts_at', '<=', to - LATE_GUEST_MS), eb('invite.ends_at', '<=', to)]),
        ),
        eb('attendance.absent_at', '<', eb.ref('invite.ends_at')).and('invite.ends_at', '<=', to),
      ]),
    )
    .orderBy('invite.ends_at')
    .limit(query.limit)
    .execute();
  return rows.map(({ absent_at, ...row }) => ({
    invite: inviteOf(row),
    attendance:
      absent_at === null
        ? undefined
        : {
            inviteId: row.id,
            firstAt: undefined,
            connectedAt: undefined,
            leftAt: undefined,
            unclearAt: undefined,
            absentAt: absent_at,
          },
  }));
}
