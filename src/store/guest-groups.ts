import { type Kysely, sql } from 'kysely';
import { defined } from '../domain/defined.ts';
import type { GuestGroup } from '../domain/guest-group.ts';
import type { Invite } from '../domain/invite.ts';
import { inviteOf, openStates } from './invite-rows.ts';
import { isPostgres } from './is-postgres.ts';
import { columnsOf, toRow } from './rows.ts';
import type { Tables } from './schema.ts';

/** Saves a new group; 'already' when one with this request key is there (the same request, sent twice). */
export async function insertGuestGroup(db: Kysely<Tables>, group: GuestGroup): Promise<'inserted' | 'already'> {
  const result = await db
    .insertInto('guest_group')
    .values(toRow(group))
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

export async function getGuestGroup(db: Kysely<Tables>, id: string): Promise<GuestGroup | undefined> {
  const row = await db.selectFrom('guest_group').selectAll().where('id', '=', id).executeTakeFirst();
  return row && columnsOf<GuestGroup>(row);
}

export async function getGuestGroupByRequestKey(
  db: Kysely<Tables>,
  requestKey: string,
): Promise<GuestGroup | undefined> {
  const row = await db.selectFrom('guest_group').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && columnsOf<GuestGroup>(row);
}

/** All invites of a group, also those that failed and were tried again, by their places. */
export async function invitesOfGroup(db: Kysely<Tables>, groupId: string): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('group_id', '=', groupId)
    .orderBy('group_position')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(inviteOf);
}

/** The hosts that an open invite holds at some instant of a window (epoch ms). */
export async function bookedHosts(
  db: Kysely<Tables>,
  window: { readonly startsAt: number; readonly endsAt: number },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('invite')
    .select('host_id')
    .where('ends_at', '>', window.startsAt)
    .where('starts_at', '<', window.endsAt)
    .where('state', 'in', openStates)
    .execute();
  return new Set(rows.map(({ host_id }) => host_id));
}

/**
 * Where the card of a group stands (undefined: nowhere), which channel it is for from now on, and when it was written last, epoch ms. Its
 * invites keep the same place, since their notices go into its thread: a write that read them before meets another version.
 */
export async function saveGroupCard(
  db: Kysely<Tables>,
  id: string,
  card: {
    readonly place: { readonly channelId: string; readonly ts: string } | undefined;
    readonly channelId?: string;
    readonly shownAt?: number;
  },
  now: number,
): Promise<void> {
  const place = { card_channel_id: card.place?.channelId ?? null, card_ts: card.place?.ts ?? null };
  const channel = defined({ channel_id: card.channelId });
  await db
    .updateTable('guest_group')
    .set({ ...place, ...channel, ...defined({ card_shown_at: card.shownAt }) })
    .where('id', '=', id)
    .execute();
  // In one order, or two who hold some of them would wait for each other.
  const invites = db.selectFrom('invite').select('id').where('group_id', '=', id).orderBy('id');
  if (isPostgres(db)) await invites.forNoKeyUpdate().execute();
  await db
    .updateTable('invite')
    .set({ ...place, ...channel, version: sql`version + 1`, updated_at: now })
    .where('group_id', '=', id)
    .execute();
}

/** When the card of a group was written last, epoch ms: where it stands is as it was. */
export async function saveGroupCardShown(db: Kysely<Tables>, id: string, shownAt: number): Promise<void> {
  await db.updateTable('guest_group').set({ card_shown_at: shownAt }).where('id', '=', id).execute();
}
