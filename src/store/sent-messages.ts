import type { Kysely } from 'kysely';
import { ERASED } from '../domain/erased.ts';
import { lockInvite } from './invites.ts';
import type { Tables } from './schema.ts';

/** A message of ours by its place in Slack. `about`: the invites it names. */
export type SentMessage = {
  readonly jobId: string;
  readonly about: readonly string[];
  readonly channelId: string;
  readonly ts: string;
  /** Epoch ms. */
  readonly sentAt: number;
};

/**
 * Writes down where a message stands. Answers whether it has to be erased at once: what it says was erased while it was on its way. The
 * invites are locked, so that erasing one either finds the message or is seen here.
 */
export async function insertSentMessage(db: Kysely<Tables>, message: SentMessage): Promise<boolean> {
  const { jobId, channelId, ts, sentAt, about } = message;
  const erased = await erasedOf(db, about, jobId);
  const erasure = erased ? 'wanted' : null;
  const common = { job_id: jobId, channel_id: channelId, ts, sent_at: sentAt, erasure };
  const rows = (about.length === 0 ? [null] : about).map((invite_id) => ({
    ...common,
    id: `${channelId}/${ts}/${invite_id ?? ''}`,
    invite_id,
  }));
  await db
    .insertInto('sent_message')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return erased;
}

async function erasedOf(db: Kysely<Tables>, inviteIds: readonly string[], jobId: string): Promise<boolean> {
  // In one order, or two messages about the same invites would wait for each other.
  for (const id of inviteIds.toSorted()) {
    if ((await lockInvite(db, id))?.erasedAt !== undefined) return true;
  }
  const job = await db.selectFrom('job').select('facts').where('id', '=', jobId).executeTakeFirst();
  return job?.facts.includes(ERASED) === true;
}

/** Marks the messages about these invites, and those of these jobs, to be erased by the bot; answers how many there are. */
export async function wantMessagesErased(
  db: Kysely<Tables>,
  of: { readonly inviteIds?: readonly string[]; readonly jobIds?: readonly string[] },
): Promise<number> {
  const marked = await Promise.all(
    (['invite_id', 'job_id'] as const).map(async (column) => {
      const ids = (column === 'invite_id' ? of.inviteIds : of.jobIds) ?? [];
      if (ids.length === 0) return 0;
      const result = await db
        .updateTable('sent_message')
        .set({ erasure: 'wanted' })
        .where(column, 'in', [...ids])
        .where('erasure', 'is', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    }),
  );
  return marked.reduce((sum, count) => sum + count, 0);
}

/** Messages that the bot still has to erase, at most `limit`. */
export async function messagesToErase(
  db: Kysely<Tables>,
  limit: number,
): Promise<readonly { readonly channelId: string; readonly ts: string }[]> {
  const rows = await db
    .selectFrom('sent_message')
    .select(['channel_id', 'ts'])
    .distinct()
    .where('erasure', '=', 'wanted')
    .orderBy('ts')
    .limit(limit)
    .execute();
  return rows.map(({ channel_id: channelId, ts }) => ({ channelId, ts }));
}

/** Writes what became of a message that was to be erased: 'done', or Slack's word for why it can't be. */
export async function saveMessageErasure(
  db: Kysely<Tables>,
  { channelId, ts }: { readonly channelId: string; readonly ts: string },
  erasure: string,
): Promise<void> {
  await db
    .updateTable('sent_message')
    .set({ erasure })
    .where('channel_id', '=', channelId)
    .where('ts', '=', ts)
    .where('erasure', '=', 'wanted')
    .execute();
}
