import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type Job, LEASE_MS } from '../domain/job.ts';
import { readJsonIfAny } from './json-columns.ts';
import type { Tables } from './schema.ts';

const SentPost = z.object({
  /** Which message: the key it carries. */
  key: z.string(),
  /** When it was sent last, epoch ms. */
  sentAt: z.number(),
  /** How often. */
  sends: z.number(),
});

/** A message that a job has sent to Slack, and may have arrived. */
export type SentPost = z.infer<typeof SentPost>;

/** What this job sent last without knowing the answer; undefined when there is nothing. */
export async function sentPost(db: Kysely<Tables>, jobId: string): Promise<SentPost | undefined> {
  const row = await db.selectFrom('job').select('sent_post').where('id', '=', jobId).executeTakeFirst();
  return readJsonIfAny(SentPost, row?.sent_post);
}

/** Notes what is about to be sent, with a heartbeat; false when the claim is lost to another: then it must not be sent. */
export async function markSentPost(db: Kysely<Tables>, job: Job, post: SentPost, now: number): Promise<boolean> {
  const result = await db
    .updateTable('job')
    .set({ sent_post: JSON.stringify(post), lease_until: now + LEASE_MS })
    .where('id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .where('lease_until', '>', 0)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** It was certainly not taken, or it is known where it stands: what is left in doubt is `post`, or nothing. */
export async function resetSentPost(db: Kysely<Tables>, job: Job, post: SentPost | undefined): Promise<void> {
  await db
    .updateTable('job')
    .set({ sent_post: post === undefined ? sql<null>`null` : JSON.stringify(post) })
    .where('id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .execute();
}
