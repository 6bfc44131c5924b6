import { type Kysely, type Selectable, sql } from 'kysely';
import type { Job } from '../domain/job.ts';
import { allLanes, type Lane, type Line, timedLanes } from '../domain/lanes.ts';
import { free, isOpen, toJob } from './job-rows.ts';
import { queueOf } from './lines.ts';
import type { JobTable, Tables } from './schema.ts';

/**
 * Where to look: in a lane, in the queues that come after `after` and then in those before it, until `most` in each part had something due.
 * In a timed lane at the `most` jobs that are longest due.
 */
export type LaneLook = { readonly lane: Lane; readonly after: Line | undefined; readonly most: number };

const everywhere: readonly LaneLook[] = allLanes.map((lane) => ({ lane, after: undefined, most: 1_000 }));

/**
 * What could be started now: of each queue the one job that is longest due and not leased; those longest due first.
 * However long a queue is, it costs one look, and who stands in another is found. `except`: ids to pass over.
 */
export async function dueJobs(
  db: Kysely<Tables>,
  now: number,
  looks: readonly LaneLook[] = everywhere,
  except: readonly string[] = [],
): Promise<readonly Job[]> {
  if (looks.length === 0) return [];
  const byLane = new Map(looks.map((look) => [look.lane, look]));
  const parts = [firstOfQueues, ...timedLanes.map((lane) => firstOfLane.bind(undefined, lane))];
  // Always the same text, whatever is looked at: to read it takes a database longer than to answer.
  const { rows } = await sql<Selectable<JobTable>>`
    select job.* from (${sql.join(
      parts.map((part) => part(byLane, isDue(now, except))),
      sql` union all `,
    )}) as head join job on job.id = head.id
    order by job.next_at, job.since, job.id`.execute(db);
  return rows.map(toJob);
}

type Looks = ReadonlyMap<Lane, LaneLook>;
type Condition = ReturnType<typeof isDue>;

function isDue(now: number, except: readonly string[]) {
  const others = except.length === 0 ? sql`` : sql`and id not in (${sql.join(except)})`;
  return sql`${isOpen} and next_at <= ${now} and ${free(now)} ${others}`;
}

const queuedLanes = allLanes.filter((lane) => !timedLanes.includes(lane));

/**
 * Goes from one queue to the next by the index, without a look at what stands behind the first. Each lane is a circle that begins
 * somewhere: what comes after that place, then what comes before it.
 */
function firstOfQueues(looks: Looks, due: Condition) {
  const asked = queuedLanes.flatMap((lane) => {
    const { after, most = 0 } = looks.get(lane) ?? {};
    const from = after === undefined ? '' : queueOf(after);
    return [part(lane, from, null, most), part(lane, '', from, from === '' ? 0 : most)];
  });
  return sql<{ id: string }>`
    select * from (
      with recursive
      asked(lane, low, high, most) as (${sql.join(asked, sql` union all `)}),
      line(lane, high, most, queue, found) as (
        select lane, high, most, (
          select min(queue) from job where ${isOpen} and job.lane = asked.lane and job.queue > asked.low
        ), 0 from asked where most > 0
        union all
        select lane, high, most, (
          select min(job.queue) from job where ${isOpen} and job.lane = line.lane and job.queue > line.queue
        ), found + case when exists (
          select 1 from job where job.lane = line.lane and job.queue = line.queue and ${due}
        ) then 1 else 0 end
        from line where queue is not null and found < most and (high is null or queue < high)
      )
      select (
        select id from job where job.lane = line.lane and job.queue = line.queue and ${due} order by next_at, since, id limit 1
      ) as id
      from line where queue is not null and found < most and (high is null or queue <= high)
    ) as heads`;
}

function part(lane: Lane, low: string, high: string | null, most: number) {
  return sql`select ${sql.lit(lane)}, cast(${low} as text), cast(${high} as text), cast(${most} as integer)`;
}

// SQLite plans a statement again for every value of a limit that it sees: behind a cast it does not.
function firstOfLane(lane: Lane, looks: Looks, due: Condition) {
  return sql<{ id: string }>`
    select * from (
      select id from job where lane = ${sql.lit(lane)} and queue = '' and ${due}
      order by next_at, since, id limit cast(${looks.get(lane)?.most ?? 0} as integer)
    ) as first`;
}

/** The jobs of some queues that are due and not leased, at most `limit` of each, those longest due first. */
export async function dueInQueues(
  db: Kysely<Tables>,
  now: number,
  lines: readonly Line[],
  limit: number,
): Promise<readonly Job[]> {
  if (lines.length === 0) return [];
  const parts = lines.map(
    (line) => sql`select * from (
      select * from job where lane = ${sql.lit(line.lane)} and queue = ${queueOf(line)} and ${isDue(now, [])}
      order by next_at, since, id limit ${sql.lit(limit)}
    ) as queue`,
  );
  const { rows } = await sql<Selectable<JobTable>>`${sql.join(parts, sql` union all `)}`.execute(db);
  return rows.map(toJob);
}
