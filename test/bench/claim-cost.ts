import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { openDatabase, openStore, type Store } from '../../src/store/open-store.ts';
import type { Tables } from '../../src/store/schema.ts';
import { startPostgres } from '../support/postgres.ts';

// `npm run bench:claim [-- --few 1000 --many 1000000 --postgres]`: the cost of finding, claiming and finishing due jobs in a store with
// few invites and in one with many: the median of several rounds, and the ratio.
const { values } = parseArgs({
  options: {
    few: { type: 'string', default: '1000' },
    many: { type: 'string', default: '1000000' },
    postgres: { type: 'boolean', default: false },
  },
});
const NOW = Date.UTC(2026, 10, 23, 9, 0);
const DUE = 400;
const ROUNDS = 7;
const print = (text: string) => process.stdout.write(`${text}\n`);

/** Ended invites with finished jobs, and one in ten that is open with its end to come. */
async function fill(db: Kysely<Tables>, count: number): Promise<void> {
  const numbers = sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(count)})`;
  const open = sql`n % 10 = 0`;
  await sql`insert into invite (id, request_key, workspace_id, inviter_id, channel_id, guest_email, host_id, host_name, event_name, message,
      permissions, time_zone, starts_at, ends_at, typed_start, typed_end, send_email, state, in_doubt, created_at, updated_at, version)
    ${numbers} select 'inv_' || n, 'key_' || n, 'T1', 'U' || (n % 100), 'C' || (n % 200), 'guest' || n || '@example.com', 'host_' || (n % 50),
      'Edit', 'Event', 'Message', '{}', 'UTC', ${sql.lit(NOW)} - 7200000 + n, case when ${open} then ${sql.lit(NOW)} + 3600000 + n else ${sql.lit(NOW)} - 3600000 end,
      '', '', 1, case when ${open} then 'granted' else 'ended' end, 0, ${sql.lit(NOW)}, ${sql.lit(NOW)}, 1 from numbers`.execute(
    db,
  );
  for (const kind of ['card', 'start', 'end']) {
    await sql`insert into job (id, invite_id, kind, name, facts, gen, state, attempt, tries, next_at, lease_until, lane, queue, owner, since)
      ${numbers} select 'inv_' || n || ':' || ${sql.lit(kind)}, 'inv_' || n, ${sql.lit(kind)}, '', '{}', 1,
        case when ${open} and ${sql.lit(kind)} = 'end' then 'queued' else 'done' end, 1, 0,
        case when ${open} then ${sql.lit(NOW)} + 3600000 + n else ${sql.lit(NOW)} - 3600000 end, 0, 'expire', '', 'U' || (n % 100), 0 from numbers`.execute(
      db,
    );
  }
}

/** Enqueues jobs that are due now, then finds, claims and finishes them as the runner does. Returns µs per job. */
async function round(store: Store): Promise<number> {
  for (let n = 1; n <= DUE; n++) await store.enqueue({ inviteId: `inv_${n}`, kind: 'provider', at: NOW });
  const began = performance.now();
  let claimed = 0;
  for (let due = await store.dueJobs(NOW); due.length > 0; due = await store.dueJobs(NOW)) {
    for (const seen of due.slice(0, 8)) {
      const job = await store.claimJob(seen, NOW);
      if (job === undefined) continue;
      claimed += 1;
      await store.finishJob(job);
    }
  }
  if (claimed !== DUE) throw new Error(`${claimed} of ${DUE} were claimed`);
  return ((performance.now() - began) / DUE) * 1000;
}

type Place = { readonly dataDir: string } | { readonly databaseUrl: string };

async function measure(place: Place, count: number): Promise<number> {
  const db = await openDatabase('databaseUrl' in place ? { ...place, patient: true } : place);
  const began = performance.now();
  await fill(db, count);
  await sql`analyze`.execute(db);
  print(`  ${count} invites written in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await db.destroy();
  const store = await openStore(place);
  const rounds: number[] = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push(await round(store));
  await store.close();
  const median = rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  print(
    `  ${count} invites: ${median.toFixed(0)} µs to find, claim and finish one (${rounds.map((each) => each.toFixed(0)).join(' ')})`,
  );
  return median;
}

async function compare(name: string, place: () => Promise<Place>): Promise<void> {
  print(name);
  const few = await measure(await place(), Number(values.few));
  const many = await measure(await place(), Number(values.many));
  print(`  ratio ${(many / few).toFixed(2)}`);
}

const folders: string[] = [];
await compare('SQLite', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'guestlist-claim-'));
  folders.push(dataDir);
  return { dataDir };
});
if (values.postgres) {
  const postgres = await startPostgres();
  await compare('PostgreSQL', async () => ({ databaseUrl: await postgres.fresh() }));
  await postgres.stop();
}
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
