import type { Kysely } from 'kysely';
import type { Approval, ApprovalCard, Vote } from '../domain/approval.ts';
import { approvalOf, approvalRow } from './approval-rows.ts';
import { isPostgres } from './is-postgres.ts';
import { columnsOf, toRow } from './rows.ts';
import type { Tables } from './schema.ts';

/** Saves a new request; throws where one of the same invite or batch is open: who saves it holds that, and has looked. */
export async function insertApproval(db: Kysely<Tables>, approval: Approval): Promise<void> {
  await db.insertInto('approval').values(approvalRow(approval)).execute();
}

/** Undefined when there is none of this id. */
export async function getApproval(db: Kysely<Tables>, id: string): Promise<Approval | undefined> {
  const row = await db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst();
  return row && approvalOf(row);
}

/** Writes the request if it is still at `approval.version`; answers it as it now stands, or undefined when somebody was first. */
export async function saveApproval(db: Kysely<Tables>, approval: Approval): Promise<Approval | undefined> {
  const next: Approval = { ...approval, version: approval.version + 1 };
  const { id: _, ...row } = approvalRow(next);
  const result = await db
    .updateTable('approval')
    .set(row)
    .where('id', '=', approval.id)
    .where('version', '=', approval.version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n ? next : undefined;
}

/** Reads a request that the same transaction is about to write: until that ends, no other does. */
export async function lockApproval(db: Kysely<Tables>, id: string): Promise<Approval | undefined> {
  const query = db.selectFrom('approval').selectAll().where('id', '=', id);
  const row = await (isPostgres(db) ? query.forNoKeyUpdate() : query).executeTakeFirst();
  return row && approvalOf(row);
}

/** The request of an invite or a batch that is open. */
export async function openApprovalOf(db: Kysely<Tables>, subjectId: string): Promise<Approval | undefined> {
  const row = await db
    .selectFrom('approval')
    .selectAll()
    .where('subject_id', '=', subjectId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row && approvalOf(row);
}

/** The requests of an invite or a batch, latest first, at most 50. */
export async function approvalsOf(db: Kysely<Tables>, subjectId: string): Promise<readonly Approval[]> {
  const rows = await db
    .selectFrom('approval')
    .selectAll()
    .where('subject_id', '=', subjectId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.map(approvalOf);
}

/** Requests of a workspace that are open, or whose review is, oldest first, from a place in that order. */
export async function pendingApprovals(
  db: Kysely<Tables>,
  query: { readonly workspaceId: string; readonly what: 'open' | 'reviews'; readonly limit: number },
): Promise<readonly Approval[]> {
  const { workspaceId, what, limit } = query;
  const rows = await db
    .selectFrom('approval')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(what === 'open' ? 'state' : 'review', '=', 'open')
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(approvalOf);
}

/** Writes down that somebody approves; 'already' when they did. */
export async function insertVote(db: Kysely<Tables>, { approvalId, personId, at }: Vote): Promise<'added' | 'already'> {
  const result = await db
    .insertInto('approval_vote')
    .values({ id: `${approvalId}/${personId}`, approval_id: approvalId, person_id: personId, at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'added' : 'already';
}

/** Who approved, first first. */
export async function votesOf(db: Kysely<Tables>, approvalId: string): Promise<readonly Vote[]> {
  const rows = await db
    .selectFrom('approval_vote')
    .selectAll()
    .where('approval_id', '=', approvalId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ person_id: personId, at }) => ({ approvalId, personId, at }));
}

/** Something else is asked since: what was approved before counts no more. */
export async function dropVotes(db: Kysely<Tables>, approvalId: string): Promise<void> {
  await db.deleteFrom('approval_vote').where('approval_id', '=', approvalId).execute();
}

/** Writes down that a request is to be shown in a place; nothing when it is already. Answers the id of the card. */
export async function insertApprovalCard(
  db: Kysely<Tables>,
  card: Pick<ApprovalCard, 'approvalId' | 'place' | 'createdAt'>,
): Promise<string> {
  const id = `${card.approvalId}/${card.place}`;
  const row = toRow<ApprovalCard>({ ...card, id, channelId: undefined, ts: undefined });
  await db
    .insertInto('approval_card')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return id;
}

/** Undefined when there is none of this id. */
export async function getApprovalCard(db: Kysely<Tables>, id: string): Promise<ApprovalCard | undefined> {
  const row = await db.selectFrom('approval_card').selectAll().where('id', '=', id).executeTakeFirst();
  return row && columnsOf<ApprovalCard>(row);
}

/** The cards of a request, in one order. */
export async function approvalCardsOf(db: Kysely<Tables>, approvalId: string): Promise<readonly ApprovalCard[]> {
  const rows = await db
    .selectFrom('approval_card')
    .selectAll()
    .where('approval_id', '=', approvalId)
    .orderBy('id')
    .execute();
  return rows.map((row) => columnsOf<ApprovalCard>(row));
}

/** The card stands here now. */
export async function saveApprovalCardPlace(
  db: Kysely<Tables>,
  id: string,
  { channelId, ts }: { readonly channelId: string; readonly ts: string },
): Promise<void> {
  await db.updateTable('approval_card').set({ channel_id: channelId, ts }).where('id', '=', id).execute();
}
