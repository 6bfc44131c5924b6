import { type Kysely, sql } from 'kysely';
import { erasedInvite } from '../domain/erasure.ts';
import type { Invite } from '../domain/invite.ts';
import { emailKey } from '../domain/text/email.ts';
import { inviteOf, openStates, rowOf } from './invite-rows.ts';
import { isPostgres } from './is-postgres.ts';
import { followInvite } from './lines.ts';
import type { Tables } from './schema.ts';

/** Saves a new invite; 'already' when one with this request key is there (the same request, sent twice). */
export async function insertInvite(db: Kysely<Tables>, invite: Invite): Promise<'inserted' | 'already'> {
  const result = await db
    .insertInto('invite')
    .values(rowOf(invite))
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

/**
 * Writes the invite if it is still at `invite.version`; answers it as it now stands, or undefined when somebody was first. Its `provider`
 * job waits from now on where what it wants now is done. What is erased stays erased, whatever a late answer brings.
 */
export async function saveInvite(db: Kysely<Tables>, invite: Invite, now: number): Promise<Invite | undefined> {
  const kept = invite.erasedAt === undefined ? invite : erasedInvite(invite);
  const next: Invite = { ...kept, version: invite.version + 1, updatedAt: now };
  const { id: _, ...row } = rowOf(next);
  const result = await db
    .updateTable('invite')
    .set(row)
    .where('id', '=', invite.id)
    .where('version', '=', invite.version)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return undefined;
  await followInvite(db, next);
  return next;
}

export async function getInvite(db: Kysely<Tables>, id: string): Promise<Invite | undefined> {
  const row = await db.selectFrom('invite').selectAll().where('id', '=', id).executeTakeFirst();
  return row && inviteOf(row);
}

/**
 * Reads an invite that the same transaction is about to write: until that ends, no other does. SQLite's transactions hold
 * the only write lock already; in PostgreSQL the row is locked, yet still free to be referred to by new jobs.
 */
export async function lockInvite(db: Kysely<Tables>, id: string): Promise<Invite | undefined> {
  const query = db.selectFrom('invite').selectAll().where('id', '=', id);
  const row = await (isPostgres(db) ? query.forNoKeyUpdate() : query).executeTakeFirst();
  return row && inviteOf(row);
}

/** Until the transaction ends, no other one passes here for the same host or provider: what was looked up about it stays true. */
export async function lockSame(db: Kysely<Tables>, id: string): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(db);
}

export async function getInviteByRequestKey(db: Kysely<Tables>, requestKey: string): Promise<Invite | undefined> {
  const row = await db.selectFrom('invite').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && inviteOf(row);
}

/** Which of these provider ids belong to an invite of ours already, or are the result of a create too many. */
export async function takenProviderIds(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('invite')
    .select('provider_invite_id')
    .where('provider_invite_id', 'in', [...ids])
    .execute();
  const surplus = await db
    .selectFrom('unanswered_write')
    .select('surplus_id')
    .where('surplus_id', 'in', [...ids])
    .execute();
  return new Set(
    [...rows.map((row) => row.provider_invite_id), ...surplus.map((row) => row.surplus_id)].flatMap((id) => id ?? []),
  );
}

/** Invites that hold a host at some instant of a window, earliest first, at most 20. */
export async function invitesOnHost(
  db: Kysely<Tables>,
  query: { readonly hostId: string; readonly startsAt: number; readonly endsAt: number },
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('host_id', '=', query.hostId)
    .where('ends_at', '>', query.startsAt)
    .where('starts_at', '<', query.endsAt)
    .where('state', 'in', openStates)
    .orderBy('starts_at')
    .limit(20)
    .execute();
  return rows.map(inviteOf);
}

/** Invites that let their guest in on a host at `now` or later (epoch ms), earliest first, at most 100. */
export async function liveOnHost(
  db: Kysely<Tables>,
  query: { readonly hostId: string; readonly now: number },
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('host_id', '=', query.hostId)
    .where('ends_at', '>', query.now)
    .where('provider_invite_id', 'is not', null)
    .where('state', 'in', ['granted', 'cancelling'])
    .orderBy('starts_at')
    .limit(100)
    .execute();
  return rows.map(inviteOf);
}

/** The invites of a guest that are open or may become so, whoever made them; as many as one card can say anything of. Epoch ms. */
export async function openInvitesOfGuest(
  db: Kysely<Tables>,
  guestEmail: string,
  now: number,
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('ends_at', '>', now)
    .where('guest_key', '=', emailKey(guestEmail))
    .where('state', 'in', openStates)
    .orderBy('ends_at')
    .limit(200)
    .execute();
  return rows.map(inviteOf);
}

/** Invites of a guest that hold a host at some instant of a window, earliest end first, at most 20. */
export async function invitesOfGuest(
  db: Kysely<Tables>,
  query: { readonly guestEmail: string; readonly startsAt: number; readonly endsAt: number },
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('ends_at', '>', query.startsAt)
    .where('starts_at', '<', query.endsAt)
    .where('guest_key', '=', emailKey(query.guestEmail))
    .where('state', 'in', openStates)
    .orderBy('ends_at')
    .limit(20)
    .execute();
  return rows.map(inviteOf);
}

/** Invites of a guest to a host that are over, or cancelled, and whose end is after `endsAfter` (epoch ms), latest first, at most 20. */
export async function closedOfGuest(
  db: Kysely<Tables>,
  query: { readonly guestEmail: string; readonly hostId: string; readonly endsAfter: number },
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('host_id', '=', query.hostId)
    .where('ends_at', '>', query.endsAfter)
    .where('guest_key', '=', emailKey(query.guestEmail))
    .where('state', 'in', ['cancelled', 'ended'])
    .where('channel_id', '<>', '')
    .orderBy('ends_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(inviteOf);
}

/** Invites that hold one of these hosts at `now` (epoch ms), and the next on each of them after that, earliest first. */
export async function invitesNowAndNext(
  db: Kysely<Tables>,
  query: { readonly hostIds: readonly string[]; readonly now: number },
): Promise<readonly Invite[]> {
  const { hostIds, now } = query;
  // PostgreSQL takes no empty list.
  if (hostIds.length === 0) return [];
  const next = db
    .selectFrom('invite')
    .select((eb) => ['host_id', eb.fn.min('starts_at').as('starts_at')])
    .where('host_id', 'in', hostIds)
    .where('starts_at', '>', now)
    .where('ends_at', '>', now)
    .where('state', 'in', openStates)
    .groupBy('host_id')
    .as('next');
  const rows = await db
    .selectFrom('invite')
    .leftJoin(next, 'next.host_id', 'invite.host_id')
    .selectAll('invite')
    .where('invite.host_id', 'in', hostIds)
    .where('invite.ends_at', '>', now)
    .where('invite.state', 'in', openStates)
    .where((eb) => eb.or([eb('invite.starts_at', '<=', now), eb('invite.starts_at', '=', eb.ref('next.starts_at'))]))
    .orderBy('invite.starts_at')
    .orderBy('invite.ends_at')
    .orderBy('invite.id')
    .execute();
  return rows.map(inviteOf);
}

/** Invites that hold their host at some instant from `from` until `to` (epoch ms), earliest start first. */
export async function invitesInSpan(
  db: Kysely<Tables>,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('ends_at', '>', from)
    .where('starts_at', '<', to)
    .where('state', 'in', openStates)
    .orderBy('starts_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(inviteOf);
}

/** Granted invites that are announced in a channel and have not ended at `now`. */
export async function openInvitesInChannel(
  db: Kysely<Tables>,
  channelId: string,
  now: number,
): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('channel_id', '=', channelId)
    .where(sql<boolean>`state = 'granted'`)
    .where('ends_at', '>', now)
    .execute();
  return rows.map(inviteOf);
}
