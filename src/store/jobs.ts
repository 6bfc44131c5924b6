import { type Kysely, sql } from 'kysely';
import { type ClaimedJob, type Job, type JobKind, jobId, LEASE_MS } from '../domain/job.ts';
import { firstRow, free, isOpen, type NewJob, toJob } from './job-rows.ts';
import { movedColumns } from './lines.ts';
import type { Tables } from './schema.ts';

/**
 * Enqueues a job. Enqueued again it becomes the next generation with the new time; a claim that is running
 * keeps its lease, so the new generation starts when that one is over and never beside it.
 */
export async function enqueue(db: Kysely<Tables>, job: NewJob): Promise<void> {
  await db
    .insertInto('job')
    .values(firstRow(job))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        gen: sql<number>`job.gen + 1`,
        state: 'queued',
        tries: 0,
        next_at: eb.ref('excluded.next_at'),
        facts: eb.ref('excluded.facts'),
        lane: eb.ref('excluded.lane'),
        queue: eb.ref('excluded.queue'),
        owner: eb.ref('excluded.owner'),
        // Enqueued once more while it waits, it keeps its place.
        since: sql<number>`case when job.state = 'done' then excluded.since else job.since end`,
      })),
    )
    .execute();
}

/** Writes down a notice once: a second call with the same name changes nothing. */
export async function enqueueOnce(db: Kysely<Tables>, job: NewJob): Promise<void> {
  await db
    .insertInto('job')
    .values(firstRow(job))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Drops a job that is no longer wanted, e.g. the end of an invite that was cancelled. A running claim finishes and finds nothing more to do. */
export async function dropJob(db: Kysely<Tables>, inviteId: string, kind: JobKind): Promise<void> {
  await db
    .updateTable('job')
    .set({ state: 'done', gen: sql<number>`gen + 1` })
    .where('id', '=', jobId(inviteId, kind))
    .where(isOpen)
    .execute();
}

/**
 * Which of these `provider` jobs, claimed to create or change an invite, are wanted for taking access away by now, and can be done: the
 * provider's id of the invite is known.
 */
export async function overtakenJobs(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('job')
    .innerJoin('invite', 'invite.id', 'job.invite_id')
    .select('job.id')
    .where('job.id', 'in', [...ids])
    .where('job.lane', '=', 'revoke')
    .where('invite.provider_invite_id', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Makes due at once what was put off to later than `latest` (epoch ms): the clock has been set back since, and what was to wait for
 * seconds would wait for hours. Starts and the look before them, warnings, ends, what is due of a request for approval and somebody's hour of the day
 * are for a time of their own, which stays.
 */
export async function recallJobs(db: Kysely<Tables>, latest: number): Promise<void> {
  await db
    .updateTable('job')
    .set({ next_at: 0 })
    .where(isOpen)
    .where('next_at', '>', latest)
    .where('kind', 'not in', ['inviter', 'start', 'warn', 'end', 'approval', 'daily'])
    .execute();
}

/** Takes a row, if it is still what was seen and nobody holds it. The answer carries the new attempt, the fence of all that follows. */
export async function claimJob(
  db: Kysely<Tables>,
  seen: Pick<Job, 'id' | 'gen' | 'attempt' | 'leaseUntil'>,
  now: number,
): Promise<ClaimedJob | undefined> {
  const row = await db
    .updateTable('job')
    .set({ state: 'claimed', attempt: sql<number>`attempt + 1`, lease_until: now + LEASE_MS })
    .where('id', '=', seen.id)
    .where('gen', '=', seen.gen)
    // Claimed meanwhile by another, it is no longer known how the claim before this one ended.
    .where('attempt', '=', seen.attempt)
    .where('next_at', '<=', now)
    .where(free(now))
    .where(isOpen)
    .returningAll()
    .executeTakeFirst();
  // Who ends a claim, in whatever way, clears its lease.
  return row && { ...toJob(row), afterLost: seen.leaseUntil > 0 };
}

/** A heartbeat; false when the claim is lost to another. */
export async function renewLease(db: Kysely<Tables>, job: Job, now: number): Promise<boolean> {
  const result = await db
    .updateTable('job')
    .set({ lease_until: now + LEASE_MS })
    .where('id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .where('lease_until', '>', 0)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes how far a claim got; false when the claim is lost to another, who goes on from there. */
export async function saveProgress(db: Kysely<Tables>, job: Job, facts: string): Promise<boolean> {
  const result = await progress(db, job, facts).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** As saveProgress, of a job whose facts are set each time it is enqueued: false, too, when it was enqueued again since it was claimed. */
export async function saveProgressOfGeneration(db: Kysely<Tables>, job: Job, facts: string): Promise<boolean> {
  const result = await progress(db, job, facts).where('gen', '=', job.gen).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function progress(db: Kysely<Tables>, job: Job, facts: string) {
  return db
    .updateTable('job')
    .set({ facts, tries: 0 })
    .where('id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .where('lease_until', '>', 0);
}

/** The claim is over and did what it should. Enqueued again in the meantime, the row stays queued. */
export async function finishJob(db: Kysely<Tables>, job: Job): Promise<boolean> {
  const result = await db
    .updateTable('job')
    .set({
      state: sql<Job['state']>`case when gen = ${job.gen} then 'done' else state end`,
      lease_until: 0,
      ...movedColumns(job),
    })
    .where('id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What this job shows may be older than what another claim had shown before it: it is due at once, as its next generation. */
export async function enqueueAgain(db: Kysely<Tables>, job: Job): Promise<void> {
  await db
    .updateTable('job')
    .set({ gen: sql<number>`gen + 1`, state: 'queued', tries: 0, next_at: 0 })
    .where('id', '=', job.id)
    .execute();
}

/** The claim is over and must be tried again at `at`; `counts` when it was a failure. */
export async function rescheduleJob(db: Kysely<Tables>, job: Job, at: number, counts: boolean): Promise<void> {
  await db
    .updateTable('job')
    .set({
      next_at: sql<number>`case when gen = ${job.gen} then ${at} else next_at end`,
      tries: sql<number>`case when gen = ${job.gen} then tries + ${counts ? 1 : 0} else tries end`,
      lease_until: 0,
      ...movedColumns(job),
    })
    .where('id', '=', job.id)
    .where('attempt', '=', job.attempt)
    .execute();
}

/** All jobs of an invite, whatever its state. */
export async function jobsOfInvite(db: Kysely<Tables>, inviteId: string): Promise<readonly Job[]> {
  const rows = await db.selectFrom('job').selectAll().where('invite_id', '=', inviteId).orderBy('id').execute();
  return rows.map(toJob);
}

/** One job by its id, as it is now. */
export async function getJob(db: Kysely<Tables>, id: string): Promise<Job | undefined> {
  const row = await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toJob(row);
}
