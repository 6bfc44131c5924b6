import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Writes down a file that was sent to a person, by Slack's id of it. `sentAt` in epoch ms. */
export async function insertSentFile(
  db: Kysely<Tables>,
  { fileId, personId, sentAt }: { readonly fileId: string; readonly personId: string; readonly sentAt: number },
): Promise<void> {
  await db
    .insertInto('sent_file')
    .values({ id: fileId, person_id: personId, sent_at: sentAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/**
 * Marks the files sent in a time (epoch ms) to be deleted by the bot; answers how many there are. A file is a table of many people: those
 * sent since a person is known may name them.
 */
export async function wantFilesErased(
  db: Kysely<Tables>,
  { since = 0, until = Number.MAX_SAFE_INTEGER }: { readonly since?: number; readonly until?: number },
): Promise<number> {
  const result = await db
    .updateTable('sent_file')
    .set({ erasure: 'wanted' })
    .where('sent_at', '>=', since)
    .where('sent_at', '<=', until)
    .where('erasure', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** How many files were sent since then (epoch ms) and are still there. */
export async function countFilesSince(db: Kysely<Tables>, since: number): Promise<number> {
  const row = await db
    .selectFrom('sent_file')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('sent_at', '>=', since)
    .where('erasure', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Slack's ids of files that the bot still has to delete, at most `limit`. */
export async function filesToErase(db: Kysely<Tables>, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('sent_file')
    .select('id')
    .where('erasure', '=', 'wanted')
    .orderBy('sent_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes what became of a file that was to be deleted: 'done', or Slack's word for why it can't be. */
export async function saveFileErasure(db: Kysely<Tables>, fileId: string, erasure: string): Promise<void> {
  await db.updateTable('sent_file').set({ erasure }).where('id', '=', fileId).execute();
}

/** Cards that are drawn from a row of their own: which of them is about somebody erased, their jobs do not say. */
const ownCards = ['member_card', 'person_card', 'group_card', 'series_card', 'approval_card'] as const;

/** What the bot still has to do in Slack for those who were erased: `refused` is what Slack said it can't, for good. */
export async function erasuresLeft(
  db: Kysely<Tables>,
): Promise<{ readonly cards: number; readonly messages: number; readonly files: number; readonly refused: number }> {
  const count = async (table: 'sent_message' | 'sent_file', isLeft: boolean) => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('erasure', 'is not', null)
      .where('erasure', isLeft ? '=' : 'not in', isLeft ? 'wanted' : ['wanted', 'done'])
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  };
  const cards = await db
    .selectFrom('job')
    .leftJoin('invite', 'invite.id', 'job.invite_id')
    .leftJoin('warning_line', 'warning_line.warning_id', 'job.name')
    .leftJoin('invite as warned', 'warned.id', 'warning_line.invite_id')
    .select((eb) => eb.fn.count<number>('job.id').distinct().as('count'))
    .where('job.kind', 'in', ['card', 'warning', ...ownCards])
    .where('job.state', 'in', ['queued', 'claimed'])
    .where((eb) =>
      eb.or([
        eb('invite.erased_at', 'is not', null),
        eb('warned.erased_at', 'is not', null),
        eb('job.kind', 'in', ownCards),
      ]),
    )
    .executeTakeFirst();
  return {
    cards: Number(cards?.count ?? 0),
    messages: await count('sent_message', true),
    files: await count('sent_file', true),
    refused: (await count('sent_message', false)) + (await count('sent_file', false)),
  };
}
