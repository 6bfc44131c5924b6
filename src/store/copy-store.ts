import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { openDatabase } from './open-store.ts';
import type { Tables } from './schema.ts';
import { sqliteFile } from './sqlite.ts';

export type TableName = keyof Tables;

/** What a table holds: how many rows, and a sum over all of them that does not depend on their order. */
export type TableSum = { readonly rows: number; readonly checksum: string };
export type StoreSums = Readonly<Record<TableName, TableSum>>;

export type Copied =
  | { readonly outcome: 'copied' | 'already_there'; readonly sums: StoreSums }
  /** The target holds something else: nothing was written. */
  | { readonly outcome: 'not_empty'; readonly source: StoreSums; readonly target: StoreSums };

/** In the order in which rows may be written: what is referred to comes first. */
const tables = {
  invite: 'id',
  job: 'id',
  audit: 'id',
  audit_head: 'workspace_id',
  audit_stream: 'sink',
  channel_settings: 'channel_id',
  member_batch: 'id',
  member_row: 'id',
  team_action: 'id',
  share_use: 'id',
  accepted_request: 'id',
  calendar_file: 'invite_id',
  form_drawing: 'view_id',
  refused_key: 'provider',
  unanswered_write: 'id',
  removal: 'id',
  warning: 'id',
  warning_line: 'id',
  person_settings: 'person_id',
  home: 'person_id',
  sent_message: 'id',
  sent_file: 'id',
  approval: 'id',
  approval_vote: 'id',
  approval_card: 'id',
  series: 'id',
  attendance: 'invite_id',
  person_request: 'id',
} as const satisfies Record<TableName, string>;
export const tableNames = Object.keys(tables) as readonly TableName[];

/** Rows read and written at once: SQLite and PostgreSQL both take this many times the columns of any table as parameters. */
const PAGE = 500;

type Row = Readonly<Record<string, unknown>>;

/**
 * Copies the SQLite store of a folder into a PostgreSQL, in one transaction on either side: all of it arrives, or nothing. What
 * arrived is read back and compared before it is committed; throws when it is not the same, or when a bot has the store open. Run
 * again, it finds its own copy.
 */
export async function copyStore(
  from: { readonly dataDir: string },
  to: { readonly databaseUrl: string },
): Promise<Copied> {
  // Opening would make an empty one, and a folder that was mistyped would pass for a copy of nothing.
  if (!existsSync(sqliteFile(from.dataDir))) throw new Error(`There is no store in ${from.dataDir}.`);
  const source = await openAlone(from.dataDir);
  try {
    const target = await openDatabase({ ...to, patient: true });
    try {
      return await source
        .transaction()
        .execute((reading) => target.transaction().execute((writing) => copyWithin(reading, writing)));
    } finally {
      await target.destroy();
    }
  } finally {
    await source.destroy();
  }
}

/** What a bot acknowledged after the copy would be lost with the file it is left in. */
async function openAlone(dataDir: string): Promise<Kysely<Tables>> {
  try {
    return await openDatabase({ dataDir, alone: true });
  } catch (cause) {
    if (!isInUse(cause)) throw cause;
    throw new Error(`The store in ${dataDir} is in use. Stop the bot first: what it writes from now on would be lost.`);
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
}

async function copyWithin(reading: Transaction<Tables>, writing: Transaction<Tables>): Promise<Copied> {
  // A bot on the target waits until this is over, and then finds all of it.
  for (const table of tableNames) await sql`lock table ${sql.table(table)} in exclusive mode`.execute(writing);
  const wanted = await sumsOf(reading);
  const before = await sumsOf(writing);
  if (same(wanted, before)) return { outcome: 'already_there', sums: before };
  if (!(await isEmpty(writing))) return { outcome: 'not_empty', source: wanted, target: before };
  // A bot that was started on the empty store has written down that it will reconcile and whom it has answered, and no more.
  await writing.deleteFrom('job').execute();
  await writing.deleteFrom('accepted_request').execute();
  await writing.deleteFrom('form_drawing').execute();
  for (const table of tableNames) {
    for await (const rows of pagesOf(reading, table)) await insert(writing, table, rows);
  }
  const after = await sumsOf(writing);
  if (!same(wanted, after)) {
    throw new Error(`What arrived is not what was sent, so nothing was kept: ${JSON.stringify({ wanted, after })}`);
  }
  return { outcome: 'copied', sums: after };
}

async function isEmpty(db: Kysely<Tables>): Promise<boolean> {
  const rows = await Promise.all([
    ...(['invite', 'audit', 'channel_settings', 'member_batch', 'team_action', 'share_use', 'series'] as const).map(
      (table) => first(db, table),
    ),
    db.selectFrom('job').select('id').where('kind', '!=', 'reconcile').limit(1).executeTakeFirst(),
  ]);
  return rows.every((row) => row === undefined);
}

async function first(db: Kysely<Tables>, table: TableName): Promise<unknown> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
  return rows[0];
}

async function sumsOf(db: Kysely<Tables>): Promise<StoreSums> {
  const sums: Partial<Record<TableName, TableSum>> = {};
  for (const table of tableNames) sums[table] = await sumOf(db, table);
  return sums as StoreSums;
}

/** The hashes of the rows, added up: the same rows give the same sum in whatever order a server sorts text. */
async function sumOf(db: Kysely<Tables>, table: TableName): Promise<TableSum> {
  let count = 0;
  let sum = 0n;
  for await (const rows of pagesOf(db, table)) {
    count += rows.length;
    for (const row of rows) sum = BigInt.asUintN(256, sum + BigInt(`0x${hashOf(row)}`));
  }
  return { rows: count, checksum: sum.toString(16).padStart(64, '0') };
}

function hashOf(row: Row): string {
  const cells = Object.keys(row)
    .toSorted()
    .map((column) => [column, row[column]]);
  return createHash('sha256').update(JSON.stringify(cells)).digest('hex');
}

async function* pagesOf(db: Kysely<Tables>, table: TableName): AsyncGenerator<readonly Row[]> {
  const key = sql.ref(tables[table]);
  // A key may be '': the first page has no bound.
  let after = sql`true`;
  for (;;) {
    const page = sql<Row>`select * from ${sql.table(table)} where ${after} order by ${key} limit ${PAGE}`;
    const { rows } = await page.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = sql`${key} > ${rows.at(-1)?.[tables[table]]}`;
  }
}

async function insert(db: Kysely<Tables>, table: TableName, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => sql`${row[column]}`))})`);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) values ${sql.join(values)}`.execute(
    db,
  );
}

function same(one: StoreSums, other: StoreSums): boolean {
  return tableNames.every(
    (table) => one[table].rows === other[table].rows && one[table].checksum === other[table].checksum,
  );
}
