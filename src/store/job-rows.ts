import { type Insertable, type Selectable, sql } from 'kysely';
import { type Job, type JobKind, jobId, LEASE_MS } from '../domain/job.ts';
import { lineOf, type PlaceColumns, placeColumns } from './lines.ts';
import type { JobTable } from './schema.ts';

export type NewJob = {
  /** Left out for a job that belongs to no invite; then it has a name. */
  readonly inviteId?: string | undefined;
  readonly kind: JobKind;
  /** Epoch ms from which on it is due; at once by default. */
  readonly at?: number;
  readonly name?: string;
  readonly facts?: Readonly<Record<string, string | number>>;
};

/** A job that is enqueued for the first time, as a row. */
export function firstRow(job: NewJob): Omit<Insertable<JobTable>, keyof PlaceColumns> & PlaceColumns {
  return {
    ...placeColumns(job),
    id: jobId(job.inviteId, job.kind, job.name),
    invite_id: job.inviteId ?? null,
    about: aboutOf(job),
    kind: job.kind,
    name: job.name ?? '',
    facts: JSON.stringify(job.facts ?? {}),
    gen: 1,
    state: 'queued',
    attempt: 0,
    tries: 0,
    next_at: job.at ?? 0,
    lease_until: 0,
    waits_for: null,
  };
}

/** What a notice to one person is about, by which it is found when that is erased. */
function aboutOf({ inviteId, facts = {} }: NewJob): string | null {
  const about = facts.card ?? facts.inviteId;
  return inviteId === undefined && typeof about === 'string' ? about : null;
}

/** A row in our words. */
export function toJob(row: Selectable<JobTable>): Job {
  return {
    id: row.id,
    inviteId: row.invite_id ?? undefined,
    kind: row.kind,
    name: row.name,
    facts: row.facts,
    gen: row.gen,
    state: row.state,
    attempt: row.attempt,
    tries: row.tries,
    nextAt: row.next_at,
    leaseUntil: row.lease_until,
    ...lineOf(row),
  };
}

// A lease further ahead than any lease is long was written before the clock was set back: it must not hold for hours.
export const free = (now: number) => sql<boolean>`(lease_until <= ${now} or lease_until > ${now + 4 * LEASE_MS})`;

// Written out, not bound: SQLite uses a partial index only when it can see in the text that its condition holds.
export const isOpen = sql<boolean>`state in ('queued','claimed')`;
