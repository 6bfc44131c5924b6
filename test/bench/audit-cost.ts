import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../src/store/open-store.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import type { Tables } from '../../src/store/schema.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { migrateUpTo } from '../support/old-store.ts';
import { startPostgres } from '../support/postgres.ts';
import { type Audit, makePlainTable, submit } from './submit-invite.ts';

// `npm run bench:audit [-- --many 1000000 --pairs 21 --block 100]`: what the chain of the audit log costs a submission: with it, with a
// plain row as before, and with none, alternating in one process, on an empty log and on one with a million rows; the median of the
// ratios of neighbors. And how long migration 0021 and `npm run audit -- verify` take for that many rows.
const { values } = parseArgs({
  options: {
    many: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '21' },
    block: { type: 'string', default: '100' },
  },
});
const [MANY, PAIRS, BLOCK] = [Number(values.many), Number(values.pairs), Number(values.block)];
const print = (text: string) => process.stdout.write(`${text}\n`);
const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
const since = (began: number) => `${((performance.now() - began) / 1000).toFixed(1)} s`;

type Place = { readonly dataDir: string } | { readonly databaseUrl: string };

/** A store with so many rows of audit, written before there was a chain. */
async function makeOld(place: Place): Promise<void> {
  const old = 'dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true });
  await migrateUpTo(old, '0020-standard-names');
  await sql`insert into audit (id, subject, at, actor, action, facts)
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(MANY)})
    select 'old_' || n, 'parsec/member/' || (n % 1000), n * 1000, 'U' || (n % 50), 'member_role_asked',
      '{"name":"Person ' || n || '","email":"person' || n || '@example.com","role":"Guest"}' from numbers`.execute(old);
  await old.destroy();
}

/** Milliseconds for one submission, of so many at once. */
async function block(db: Kysely<Tables>, audit: Audit, atOnce: number): Promise<number> {
  const began = performance.now();
  let left = BLOCK;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      await submit(db, audit);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - began) / BLOCK;
}

async function measure(name: string, few: Place, many: Place, atOnce: number): Promise<void> {
  print(`${name}, ${atOnce} at once`);
  const [empty, full] = [await openDatabase(few), await openDatabase(many)];
  const kinds = ['chain', 'plain', 'none'] as const;
  const took: Record<string, number[]> = {};
  // The first block of each warms up.
  for (let n = 0; n <= PAIRS; n++) {
    for (const [log, db] of [
      ['0', empty],
      ['many', full],
    ] as const) {
      // Each kind comes first as often as the others.
      for (const kind of [...kinds.slice(n % 3), ...kinds.slice(0, n % 3)]) {
        const each = await block(db, kind, atOnce);
        const key = `${kind} ${log}`;
        if (n > 0) took[key] = [...(took[key] ?? []), each];
      }
    }
  }
  const of = (key: string) => took[key] ?? [];
  const ratio = (one: string, other: string) => {
    const percent = (median(of(one).map((ms, n) => ms / (of(other)[n] ?? Number.NaN))) - 1) * 100;
    return `${percent >= 0 ? '+' : ''}${percent.toFixed(1)} %`;
  };
  for (const log of ['0', 'many']) {
    const ms = kinds.map((kind) => `${kind} ${median(of(`${kind} ${log}`)).toFixed(2)} ms`).join(', ');
    print(`  ${log === '0' ? 'empty log' : `${MANY} rows`}: ${ms}`);
    print(
      `    chain over plain ${ratio(`chain ${log}`, `plain ${log}`)}, chain over none ${ratio(`chain ${log}`, `none ${log}`)}`,
    );
  }
  print(`  ${MANY} rows over empty log: chain ${ratio('chain many', 'chain 0')}, none ${ratio('none many', 'none 0')}`);
  await Promise.all([empty.destroy(), full.destroy()]);
}

async function prepare(name: string, few: Place, many: Place): Promise<void> {
  print(name);
  await makeOld(many);
  let began = performance.now();
  const full = await openDatabase(many);
  print(`  migration 0021 of ${MANY} rows: ${since(began)}`);
  began = performance.now();
  const faults: unknown[] = [];
  const patient = await openDatabase('databaseUrl' in many ? { ...many, patient: true } : many);
  const [chain] = await verifyAudit(patient, [], (fault) => faults.push(fault));
  print(`  verify: ${since(began)}, ${chain?.rows} rows, ${faults.length} faults`);
  await sql`analyze`.execute(patient);
  const empty = await openDatabase(few);
  for (const db of [empty, full]) await makePlainTable(db);
  await Promise.all([empty, full, patient].map((db) => db.destroy()));
}

const folders = ['few', 'many'].map((which) => mkdtempSync(join(tmpdir(), `guestlist-audit-${which}-`)));
const [few = '', many = ''] = folders;
await prepare('SQLite', { dataDir: few }, { dataDir: many });
await measure('SQLite', { dataDir: few }, { dataDir: many }, 1);
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

const postgres = await startPostgres();
const [one, other] = [{ databaseUrl: await postgres.fresh() }, { databaseUrl: await postgres.fresh() }];
await prepare('PostgreSQL', one, other);
await measure('PostgreSQL', one, other, 1);
await measure('PostgreSQL', one, other, 8);
await postgres.stop();
