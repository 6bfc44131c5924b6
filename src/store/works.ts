import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import { type ClaimedWork, LEASE_MS, type Work, type WorkKind, workId } from '../domain/work.ts';
import { lineOf, movedColumns, type PlaceColumns, placeColumns } from './lines.ts';
import type { Tables, WorkTable } from './schema.ts';

export type Owed = {
  /** '' for work that belongs to no invite; then it has a name. */
  readonly inviteId: string;
  readonly kind: WorkKind;
  /** Epoch ms from which on it is due; 0 is at once. */
  readonly at: number;
  readonly name?: string;
  readonly facts?: Readonly<Record<string, string | number>>;
};

/** A row in our words. */
export function workOf(row: Selectable<WorkTable>): Work {
  return {
    id: row.id,
    inviteId: row.invite_id ?? '',
    kind: row.kind as WorkKind,
    name: row.name,
    facts: row.facts,
    gen: row.gen,
    state: row.state as Work['state'],
    attempt: row.attempt,
    tries: row.tries,
    nextAt: row.next_at,
    leaseUntil: row.lease_until,
    ...lineOf(row),
  };
}

function firstRow(owed: Owed): Omit<Insertable<WorkTable>, keyof PlaceColumns> & PlaceColumns {
  return {
    ...placeColumns(owed),
    id: workId(owed.inviteId, owed.kind, owed.name),
    invite_id: owed.inviteId === '' ? null : owed.inviteId,
    kind: owed.kind,
    name: owed.name ?? '',
    facts: JSON.stringify(owed.facts ?? {}),
    gen: 1,
    state: 'owed',
    attempt: 0,
    tries: 0,
    next_at: owed.at,
    lease_until: 0,
    waits_for: null,
  };
}

/**
 * Writes down that work is owed. Owed again it becomes the next generation with the new time; a claim that is running
 * keeps its lease, so the new generation starts when that one is over and never beside it.
 */
export async function oweWork(db: Kysely<Tables>, owed: Owed): Promise<void> {
  await db
    .insertInto('work')
    .values(firstRow(owed))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        gen: sql<number>`work.gen + 1`,
        state: 'owed',
        tries: 0,
        next_at: eb.ref('excluded.next_at'),
        facts: eb.ref('excluded.facts'),
        lane: eb.ref('excluded.lane'),
        queue: eb.ref('excluded.queue'),
        owner: eb.ref('excluded.owner'),
        // Owed once more while it waits, it keeps its place.
        since: sql<number>`case when work.state = 'done' then excluded.since else work.since end`,
      })),
    )
    .execute();
}

/** Writes down a notice once: a second call with the same name changes nothing. */
export async function oweWorkOnce(db: Kysely<Tables>, owed: Owed): Promise<void> {
  await db
    .insertInto('work')
    .values(firstRow(owed))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Work is no longer owed, e.g. the end of an invite that was cancelled. A running claim finishes and finds nothing more to do. */
export async function dropWork(db: Kysely<Tables>, inviteId: string, kind: WorkKind): Promise<void> {
  await db
    .updateTable('work')
    .set({ state: 'done', gen: sql<number>`gen + 1` })
    .where('id', '=', workId(inviteId, kind))
    .where(isOwed)
    .execute();
}

// A lease further ahead than any lease is long was written before the clock was set back: it must not hold for hours.
export const free = (now: number) => sql<boolean>`(lease_until <= ${now} or lease_until > ${now + 4 * LEASE_MS})`;

// Written out, not bound: SQLite uses a partial index only when it can see in the text that its condition holds.
export const isOwed = sql<boolean>`state in ('owed','taken')`;

/**
 * Which of these `provider` jobs, claimed to create or change an invite, are wanted for taking access away by now, and can be done: the
 * provider's id of the invite is known.
 */
export async function overtakenWork(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('work')
    .innerJoin('invite', 'invite.id', 'work.invite_id')
    .select('work.id')
    .where('work.id', 'in', [...ids])
    .where('work.lane', '=', 'revoke')
    .where('invite.provider_invite_id', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Makes due at once what was put off to later than `latest` (epoch ms): the clock has been set back since, and what was to wait for
 * seconds would wait for hours. Starts and the look before them, warnings and ends are for a time of their own, which stays.
 */
export async function recallWork(db: Kysely<Tables>, latest: number): Promise<void> {
  await db
    .updateTable('work')
    .set({ next_at: 0 })
    .where(isOwed)
    .where('next_at', '>', latest)
    .where('kind', 'not in', ['inviter', 'start', 'warn', 'end'])
    .execute();
}

/** Takes a row, if it is still what was seen and nobody holds it. The answer carries the new attempt, the fence of all that follows. */
export async function claimWork(
  db: Kysely<Tables>,
  seen: Pick<Work, 'id' | 'gen' | 'attempt' | 'leaseUntil'>,
  now: number,
): Promise<ClaimedWork | undefined> {
  const row = await db
    .updateTable('work')
    .set({ state: 'taken', attempt: sql<number>`attempt + 1`, lease_until: now + LEASE_MS })
    .where('id', '=', seen.id)
    .where('gen', '=', seen.gen)
    // Claimed meanwhile by another, it is no longer known how the claim before this one ended.
    .where('attempt', '=', seen.attempt)
    .where('next_at', '<=', now)
    .where(free(now))
    .where(isOwed)
    .returningAll()
    .executeTakeFirst();
  // Who ends a claim, in whatever way, clears its lease.
  return row && { ...workOf(row), afterLost: seen.leaseUntil > 0 };
}

/** A sign of life; false when the claim is lost to another. */
export async function renewLease(db: Kysely<Tables>, work: Work, now: number): Promise<boolean> {
  const result = await db
    .updateTable('work')
    .set({ lease_until: now + LEASE_MS })
    .where('id', '=', work.id)
    .where('attempt', '=', work.attempt)
    .where('lease_until', '>', 0)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes how far a claim got; false when the claim is lost to another, who goes on from there. */
export async function saveProgress(db: Kysely<Tables>, work: Work, facts: string): Promise<boolean> {
  const result = await progress(db, work, facts).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** As saveProgress, of work whose facts are set anew each time it is owed: false, too, when it was owed anew since it was claimed. */
export async function saveProgressUnlessOwedAnew(db: Kysely<Tables>, work: Work, facts: string): Promise<boolean> {
  const result = await progress(db, work, facts).where('gen', '=', work.gen).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function progress(db: Kysely<Tables>, work: Work, facts: string) {
  return db
    .updateTable('work')
    .set({ facts, tries: 0 })
    .where('id', '=', work.id)
    .where('attempt', '=', work.attempt)
    .where('lease_until', '>', 0);
}

/** The claim is over and did what it should; owed anew in the meantime, the row stays owed. */
export async function finishWork(db: Kysely<Tables>, work: Work): Promise<boolean> {
  const result = await db
    .updateTable('work')
    .set({
      state: sql<string>`case when gen = ${work.gen} then 'done' else state end`,
      lease_until: 0,
      ...movedColumns(work),
    })
    .where('id', '=', work.id)
    .where('attempt', '=', work.attempt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What this work shows may be older than what another claim had shown before it: it is due at once, as its next generation. */
export async function oweAgain(db: Kysely<Tables>, work: Work): Promise<void> {
  await db
    .updateTable('work')
    .set({ gen: sql<number>`gen + 1`, state: 'owed', tries: 0, next_at: 0 })
    .where('id', '=', work.id)
    .execute();
}

/** The claim is over and must be tried again at `at`; `counts` when it was a failure. */
export async function postponeWork(db: Kysely<Tables>, work: Work, at: number, counts: boolean): Promise<void> {
  await db
    .updateTable('work')
    .set({
      next_at: sql<number>`case when gen = ${work.gen} then ${at} else next_at end`,
      tries: sql<number>`case when gen = ${work.gen} then tries + ${counts ? 1 : 0} else tries end`,
      lease_until: 0,
      ...movedColumns(work),
    })
    .where('id', '=', work.id)
    .where('attempt', '=', work.attempt)
    .execute();
}

/** All work of an invite, whatever its state. */
export async function workOfInvite(db: Kysely<Tables>, inviteId: string): Promise<readonly Work[]> {
  const rows = await db.selectFrom('work').selectAll().where('invite_id', '=', inviteId).orderBy('id').execute();
  return rows.map(workOf);
}
