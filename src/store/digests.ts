import { type Kysely, sql } from 'kysely';
import { digestId, type Job } from '../domain/job.ts';
import { firstRow, toJob } from './job-rows.ts';
import type { Tables } from './schema.ts';

/** An end that is recorded while the digest runs makes it come again after this, ms, and not at once: it would come for each of many. */
const GATHER_MS = 500;

/**
 * Writes down, once, that a notice belongs to the digest of its channel, and that the digest is due at `at` (epoch ms).
 * What the digest has begun stays in its row.
 */
export async function addToDigest(
  db: Kysely<Tables>,
  job: {
    readonly inviteId: string;
    readonly channelId: string;
    readonly name: string;
    readonly at: number;
    readonly facts: Readonly<Record<string, string | number>>;
  },
): Promise<void> {
  const { inviteId, channelId, at, ...notice } = job;
  const waiting = { state: 'waiting', waits_for: digestId(channelId) } as const;
  await db
    .insertInto('job')
    .values({ ...firstRow({ inviteId, kind: 'notice', at, ...notice }), ...waiting })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await db
    .insertInto('job')
    .values(firstRow({ kind: 'digest', at, name: channelId }))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        gen: sql<number>`job.gen + 1`,
        state: 'queued',
        tries: 0,
        next_at: sql<number>`case
          when job.state = 'done' then excluded.next_at
          when job.lease_until = 0 and job.next_at < excluded.next_at + ${GATHER_MS} then job.next_at
          else excluded.next_at + ${GATHER_MS} end`,
      }),
    )
    .execute();
}

/** The notices of a digest, longest waiting first; those named by `ids` when given. */
export async function waitingNotices(
  db: Kysely<Tables>,
  channelId: string,
  query: { readonly ids?: readonly string[]; readonly limit: number },
): Promise<readonly Job[]> {
  if (query.ids?.length === 0) return [];
  const waiting = db
    .selectFrom('job')
    .selectAll()
    .where('waits_for', '=', digestId(channelId))
    .where(sql<boolean>`state = 'waiting'`);
  const rows = await (query.ids === undefined ? waiting : waiting.where('id', 'in', [...query.ids]))
    .orderBy('next_at')
    .orderBy('id')
    .limit(query.limit)
    .execute();
  return rows.map(toJob);
}

/** Whether an end in this channel has come that is not recorded yet. */
export async function hasEndsToRecord(db: Kysely<Tables>, channelId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('invite')
    .select('id')
    .where('channel_id', '=', channelId)
    .where(sql<boolean>`state = 'granted'`)
    .where('ends_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** These notices have been sent. */
export async function finishWaiting(db: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  await settle(db, ids, { state: 'done', waits_for: null });
}

/** These notices are sent one by one after all, from now on (epoch ms). */
export async function releaseWaiting(db: Kysely<Tables>, ids: readonly string[], now: number): Promise<void> {
  await settle(db, ids, { state: 'queued', waits_for: null, next_at: now });
}

async function settle(
  db: Kysely<Tables>,
  ids: readonly string[],
  parts: { readonly state: Job['state']; readonly waits_for: null; readonly next_at?: number },
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('job')
    .set(parts)
    .where('id', 'in', [...ids])
    .where(sql<boolean>`state = 'waiting'`)
    .execute();
}
