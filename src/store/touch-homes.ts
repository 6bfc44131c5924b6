import { type Kysely, type RawBuilder, sql } from 'kysely';
import { ALL_HOMES, BUNDLE_MS } from '../domain/home.ts';
import { jobId } from '../domain/job.ts';
import { placeColumns } from './lines.ts';
import type { Changes } from './note-changes.ts';
import type { Tables } from './schema.ts';

const columns = [
  'id',
  'kind',
  'name',
  'facts',
  'gen',
  'state',
  'attempt',
  'tries',
  'next_at',
  'lease_until',
  'lane',
  'queue',
  'owner',
  'since',
] as const;
const columnList = sql.join(columns.map((column) => sql.ref(column)));

/**
 * Enqueues the drawing of the Homes in which people may see what a transaction changed. Who invited, who asked for approval and who was asked
 * directly come at once; of everybody else one job finds out who there is, later: a thousand invites that change are a thousand touches of
 * one row, and not of one for each pair of an invite and a person. Where nobody has Home open, nothing is written.
 */
export async function touchHomes(db: Kysely<Tables>, changes: Changes): Promise<void> {
  const ids = (found: ReadonlySet<string>) => sql.join([...found].toSorted());
  const concerned: RawBuilder<unknown>[] = [];
  if (changes.inviteIds.size > 0) {
    concerned.push(sql`select inviter_id from invite where id in (${ids(changes.inviteIds)})`);
  }
  if (changes.approvalIds.size > 0) {
    const approvals = ids(changes.approvalIds);
    concerned.push(
      sql`select requester_id from approval where id in (${approvals})`,
      sql`select coalesce(reviewed_by, decided_by) from approval where id in (${approvals})`,
      sql`select person_id from approval_vote where approval_id in (${approvals})`,
      sql`select place from approval_card where approval_id in (${approvals})`,
    );
  }
  const erases = changes.erases();
  if (concerned.length === 0 && !erases) return;
  const people = () => sql.join(concerned, sql` union `);
  const which = erases ? sql`shown_hash is not null` : sql`is_watched = 1 and person_id in (${people()})`;
  await enqueueHomes(db, which);
  await enqueueForAll(db);
}

/** One job for each of these Homes. What is queued already draws what is so when it runs. */
async function enqueueHomes(db: Kysely<Tables>, which: RawBuilder<unknown>): Promise<void> {
  const { lane, queue } = placeColumns({ kind: 'home' });
  await sql`
    insert into job (${columnList})
    select 'home:' || person_id, 'home', person_id, '{}', 1, 'queued', 0, 0,
      coalesce(shown_at + ${sql.lit(BUNDLE_MS)}, 0), 0, ${asText(lane)}, ${asText(queue)}, '', 0
    from home where ${which} order by person_id
    on conflict (id) do update set gen = job.gen + 1, state = 'queued', tries = 0, next_at = case
      when job.state <> 'done' and job.next_at < excluded.next_at then job.next_at
      else excluded.next_at end
    where job.state <> 'queued' or job.next_at > excluded.next_at`.execute(db);
}

/** As the above, of the one job that looks for everybody else. It holds its row until the commit, so that it is not claimed before. */
async function enqueueForAll(db: Kysely<Tables>): Promise<void> {
  const { lane } = placeColumns({ kind: 'homes', name: ALL_HOMES });
  await sql`
    insert into job (${columnList})
    select ${sql.lit(jobId(undefined, 'homes', ALL_HOMES))}, 'homes', ${sql.lit(ALL_HOMES)}, '{}', 1, 'queued', 0, 0,
      0, 0, ${asText(lane)}, '', '', 0
    from home where is_watched = 1 limit 1
    on conflict (id) do update set gen = job.gen + 1, state = 'queued', tries = 0, next_at = 0
    where job.state <> 'queued'`.execute(db);
}

/** PostgreSQL does not guess the type of a value that is selected. */
function asText(value: string | RawBuilder<string>): RawBuilder<string> {
  return typeof value === 'string' ? sql.lit(value) : value;
}
