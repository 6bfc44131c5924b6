import { type Kysely, sql } from 'kysely';
import type { BatchTerms, MemberBatch, MemberRow } from '../domain/member-batch.ts';
import { emailKey } from '../domain/text/email.ts';
import { isPostgres } from './is-postgres.ts';
import { batchOf, batchRowOf, memberRowOf, rowOfMember } from './member-rows.ts';
import type { Tables } from './schema.ts';

/** Rows written at once: SQLite and PostgreSQL both take this many times the columns as parameters. */
const PAGE = 500;

/** Saves a new batch with its rows; 'already' when one with this request key is there, and then none of it is written. */
export async function insertMemberBatch(
  db: Kysely<Tables>,
  batch: MemberBatch,
  rows: readonly MemberRow[],
): Promise<'inserted' | 'already'> {
  const result = await db
    .insertInto('member_batch')
    .values(batchRowOf(batch))
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) return 'already';
  for (let from = 0; from < rows.length; from += PAGE) {
    const page = rows.slice(from, from + PAGE);
    await db.insertInto('member_row').values(page.map(rowOfMember)).execute();
  }
  return 'inserted';
}

export async function getMemberBatch(db: Kysely<Tables>, id: string): Promise<MemberBatch | undefined> {
  const row = await db.selectFrom('member_batch').selectAll().where('id', '=', id).executeTakeFirst();
  return row && batchOf(row);
}

/** Reads a batch that the same transaction is about to write: until that ends, no other does. */
export async function lockMemberBatch(db: Kysely<Tables>, id: string): Promise<MemberBatch | undefined> {
  const query = db.selectFrom('member_batch').selectAll().where('id', '=', id);
  const row = await (isPostgres(db) ? query.forNoKeyUpdate() : query).executeTakeFirst();
  return row && batchOf(row);
}

/** The batch waits for this request for approval from now on; for none (undefined). */
export async function saveMemberAwaits(db: Kysely<Tables>, id: string, awaits: MemberBatch['awaits']): Promise<void> {
  await db
    .updateTable('member_batch')
    .set({ awaits: awaits ?? null })
    .where('id', '=', id)
    .execute();
}

export async function getMemberBatchByRequestKey(
  db: Kysely<Tables>,
  requestKey: string,
): Promise<MemberBatch | undefined> {
  const row = await db.selectFrom('member_batch').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && batchOf(row);
}

/** All rows of a batch, in their order. */
export async function memberRows(db: Kysely<Tables>, batchId: string): Promise<readonly MemberRow[]> {
  const rows = await db
    .selectFrom('member_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute();
  return rows.map(memberRowOf);
}

/** What is still to be done of a batch: first what was sent and has no answer recorded, then what waits; at most `limit`. */
export async function openMemberRows(
  db: Kysely<Tables>,
  batchId: string,
  limit: number,
): Promise<readonly MemberRow[]> {
  const rows = await db
    .selectFrom('member_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where(sql<boolean>`state in ('sent','waiting')`)
    .orderBy('state')
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(memberRowOf);
}

/** Writes down that these are about to be sent (epoch ms). */
export async function markMemberRowsSent(db: Kysely<Tables>, ids: readonly string[], sentAt: number): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('member_row')
    .set({ state: 'sent', sent_at: sentAt })
    .where('id', 'in', [...ids])
    .where(sql<boolean>`state = 'waiting'`)
    .execute();
}

/** What waits of a batch and may be sent, at most `limit`: nobody whom another batch has sent to the same provider without an answer so far. */
export async function freeMemberRows(
  db: Kysely<Tables>,
  batch: Pick<MemberBatch, 'id' | 'provider'>,
  limit: number,
): Promise<readonly MemberRow[]> {
  const sentElsewhere = db
    .selectFrom('member_row as other')
    .innerJoin('member_batch', 'member_batch.id', 'other.batch_id')
    .select('other.email_key')
    // Said as the index says it, or it is not used: few rows are open.
    .where(sql<boolean>`other.state in ('sent','waiting')`)
    .where('other.state', '=', 'sent')
    .where('other.batch_id', '<>', batch.id)
    .where('member_batch.provider', '=', batch.provider);
  const rows = await db
    .selectFrom('member_row')
    .selectAll()
    .where('batch_id', '=', batch.id)
    .where(sql<boolean>`state in ('sent','waiting')`)
    .where('state', '=', 'waiting')
    .where('email_key', 'not in', sentElsewhere)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(memberRowOf);
}

/** Writes a row if it is still what it was; false when somebody was first, and nothing is written. */
export async function saveMemberRow(
  db: Kysely<Tables>,
  row: MemberRow,
  was: Pick<MemberRow, 'state' | 'sentAt'>,
): Promise<boolean> {
  const { state, problem, invite_id, join_url, sent_at, email_key } = rowOfMember(row);
  const result = await db
    .updateTable('member_row')
    .set({ state, problem, invite_id, join_url, sent_at })
    .where('id', '=', row.id)
    // Erased meanwhile, what is held of it here may not come back.
    .where('email_key', '=', email_key)
    .where('state', '=', was.state)
    .where(sql<boolean>`coalesce(sent_at, 0) = ${was.sentAt ?? 0}`)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Why nothing is sent right now; undefined when it goes on. */
export async function saveMemberPause(db: Kysely<Tables>, id: string, pause: MemberBatch['pause']): Promise<void> {
  const text = pause === undefined ? null : JSON.stringify(pause);
  await db.updateTable('member_batch').set({ pause: text }).where('id', '=', id).execute();
}

/** On whose right the rest is sent from now on. */
export async function saveMemberActor(db: Kysely<Tables>, id: string, actorId: string): Promise<void> {
  await db.updateTable('member_batch').set({ actor_id: actorId }).where('id', '=', id).execute();
}

/** What all of a batch are invited to, as the system itself calls it. */
export async function saveMemberTerms(db: Kysely<Tables>, id: string, terms: BatchTerms): Promise<void> {
  await db
    .updateTable('member_batch')
    .set({ terms: JSON.stringify(terms) })
    .where('id', '=', id)
    .execute();
}

/** An address that was invited, when that was asked (epoch ms), and of its batch who asked for it and where that is said. */
export type InvitedRow = MemberRow &
  Pick<MemberBatch, 'workspaceId' | 'requesterId' | 'channelId' | 'cardChannelId'> & { readonly askedAt: number };

/** The rows by which these invites at a provider were made here, newest batch first, each with who asked for it and where it is announced. */
export async function invitedMemberRows(
  db: Kysely<Tables>,
  provider: string,
  named: { readonly inviteIds: readonly string[]; readonly emails: readonly string[] },
): Promise<readonly InvitedRow[]> {
  const joined = db
    .selectFrom('member_row')
    .innerJoin('member_batch', 'member_batch.id', 'member_row.batch_id')
    .selectAll('member_row')
    .select(['member_batch.workspace_id', 'member_batch.requester_id', 'member_batch.channel_id'])
    .select(['member_batch.card_channel_id', 'member_batch.created_at'])
    .where('member_batch.provider', '=', provider)
    .where(sql<boolean>`member_row.state = 'invited'`);
  const found = [
    ...(named.inviteIds.length === 0
      ? []
      : await joined.where('member_row.invite_id', 'in', [...named.inviteIds]).execute()),
    ...(named.emails.length === 0
      ? []
      : await joined.where('member_row.email_key', 'in', named.emails.map(emailKey)).execute()),
  ];
  const once = new Map(found.map((row) => [row.id, row]));
  return [...once.values()]
    .toSorted((a, b) => b.created_at - a.created_at || a.id.localeCompare(b.id))
    .map(({ workspace_id, requester_id, channel_id, card_channel_id, created_at, ...row }) => ({
      ...memberRowOf(row),
      workspaceId: workspace_id,
      requesterId: requester_id,
      channelId: channel_id,
      cardChannelId: card_channel_id ?? undefined,
      askedAt: created_at,
    }));
}
