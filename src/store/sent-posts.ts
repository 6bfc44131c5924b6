import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { LEASE_MS, type Work } from '../domain/work.ts';
import type { Tables } from './schema.ts';

const SentPost = z.object({
  /** Which message: the key it carries. */
  key: z.string(),
  /** When it was sent last, epoch ms. */
  sentAt: z.number(),
  /** How often. */
  sends: z.number(),
});

/** A message that a piece of work has sent to Slack, and may have arrived. */
export type SentPost = z.infer<typeof SentPost>;

/** What this work sent last without knowing the answer; undefined when there is nothing. */
export async function sentPost(db: Kysely<Tables>, workId: string): Promise<SentPost | undefined> {
  const row = await db.selectFrom('work').select('sent_post').where('id', '=', workId).executeTakeFirst();
  return typeof row?.sent_post === 'string' ? SentPost.parse(JSON.parse(row.sent_post)) : undefined;
}

/** Notes what is about to be sent, with a sign of life; false when the claim is lost to another: then it must not be sent. */
export async function markSentPost(db: Kysely<Tables>, work: Work, post: SentPost, now: number): Promise<boolean> {
  const result = await db
    .updateTable('work')
    .set({ sent_post: JSON.stringify(post), lease_until: now + LEASE_MS })
    .where('id', '=', work.id)
    .where('attempt', '=', work.attempt)
    .where('lease_until', '>', 0)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** It was certainly not taken, or it is known where it stands: what is left in doubt is `post`, or nothing. */
export async function resetSentPost(db: Kysely<Tables>, work: Work, post: SentPost | undefined): Promise<void> {
  await db
    .updateTable('work')
    .set({ sent_post: post === undefined ? sql<null>`null` : JSON.stringify(post) })
    .where('id', '=', work.id)
    .where('attempt', '=', work.attempt)
    .execute();
}
