import { type Kysely, sql } from 'kysely';
import type { Named } from '../domain/erasure.ts';
import type { Invite } from '../domain/invite.ts';
import { rowsNaming } from './find-rows.ts';
import { inviteOf } from './invite-rows.ts';
import { isPostgres } from './is-postgres.ts';
import { erasedColumns, personalTables, type Row } from './personal-data.ts';
import type { Tables } from './schema.ts';

export type { Row } from './personal-data.ts';

/** Rows with personal data, by their table; tables without any are left out. */
export type FoundRows = ReadonlyMap<keyof Tables, readonly Row[]>;

/** All invites of a guest, latest end first; one that was erased is nobody's. */
export async function invitesNaming(db: Kysely<Tables>, { key }: Named): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('guest_key', '=', key)
    .orderBy('ends_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(inviteOf);
}

/**
 * Every row about somebody: their invites and what belongs to those, their rows in batches of members, and whatever else names them.
 * `which`: only those in which there is something to erase, or all of them, and with them when they connected as a guest: that names nobody
 * once the invite does not.
 */
export async function personalRows(
  db: Kysely<Tables>,
  named: Named,
  which: 'erasable' | 'all' = 'erasable',
): Promise<FoundRows> {
  const inviteIds = (await invitesNaming(db, named)).map(({ id }) => id);
  const found = new Map<keyof Tables, readonly Row[]>();
  for (const table of personalTables) {
    const about = await rowsOf(db, table, named, inviteIds);
    const rows = which === 'all' ? about : about.filter((row) => Object.keys(erasedColumns(table, row)).length > 0);
    if (rows.length > 0) found.set(table, rows);
  }
  if (which === 'all') {
    const attended = await rowsIn(db, 'attendance', 'invite_id', inviteIds);
    if (attended.length > 0) found.set('attendance', attended);
  }
  return found;
}

async function rowsOf(
  db: Kysely<Tables>,
  table: keyof Tables,
  named: Named,
  inviteIds: readonly string[],
): Promise<readonly Row[]> {
  switch (table) {
    case 'invite':
      return rowsIn(db, table, 'id', inviteIds);
    case 'approval':
      return once([...(await rowsIn(db, table, 'subject_id', inviteIds)), ...(await rowsNaming(db, table, named))]);
    case 'unanswered_write':
      return rowsIn(db, table, 'invite_id', inviteIds);
    case 'member_row':
      return rowsIn(db, table, 'email_key', [named.key]);
    case 'job':
      return once([
        ...(await rowsIn(db, table, 'invite_id', inviteIds)),
        ...(await rowsIn(db, table, 'about', inviteIds)),
        ...(await rowsNaming(db, table, named)),
      ]);
    case 'audit':
      return once([...(await rowsIn(db, table, 'invite_id', inviteIds)), ...(await rowsNaming(db, table, named))]);
    default:
      return rowsNaming(db, table, named);
  }
}

/** All rows that belong to an invite, and the notices that are about it. */
export async function rowsOfInvite(db: Kysely<Tables>, inviteId: string): Promise<FoundRows> {
  const found = new Map<keyof Tables, readonly Row[]>();
  for (const table of ['job', 'unanswered_write', 'audit'] as const) {
    const notices = table === 'job' ? await rowsIn(db, table, 'about', [inviteId]) : [];
    found.set(table, [...(await rowsIn(db, table, 'invite_id', [inviteId])), ...notices]);
  }
  found.set('approval', await rowsIn(db, 'approval', 'subject_id', [inviteId]));
  return found;
}

async function rowsIn(
  db: Kysely<Tables>,
  table: keyof Tables,
  column: string,
  values: readonly string[],
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let at = 0; at < values.length; at += 500) {
    const some = values.slice(at, at + 500);
    const { rows } = await sql<Row>`select * from ${sql.table(table)}
      where ${sql.ref(column)} in (${sql.join(some)}) order by ${sql.ref(table === 'attendance' ? column : 'id')}`.execute(
      db,
    );
    found.push(...rows);
  }
  return found;
}

function once(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Erases what is personal in a row, as it is now; whether there was anything. Invites are erased by writing them (saveInvite). */
export async function eraseRow(
  db: Kysely<Tables>,
  table: Exclude<keyof Tables, 'invite'>,
  id: string,
): Promise<boolean> {
  const lock = isPostgres(db) ? sql`for update` : sql``;
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where id = ${id} ${lock}`.execute(db);
  const [row] = rows;
  const changed = row === undefined ? [] : Object.entries(erasedColumns(table, row));
  if (changed.length === 0) return false;
  const set = sql.join(changed.map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
  await sql`update ${sql.table(table)} set ${set} where id = ${id}`.execute(db);
  return true;
}

/** Which of these invites the provider may still carry out a create for, which is recognized by its guest. */
export async function invitesStillSent(
  db: Kysely<Tables>,
  inviteIds: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (inviteIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('unanswered_write')
    .select('invite_id')
    .where('invite_id', 'in', [...inviteIds])
    .where('kind', '=', 'create')
    .where('expires_at', '>', now)
    .execute();
  return new Set(rows.map(({ invite_id }) => invite_id));
}
