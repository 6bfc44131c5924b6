import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../../src/store/open-store.ts';
import type { Tables } from '../../src/store/schema.ts';

/** Brings an empty database to the version whose last migration this is. */
export async function migrateUpTo(db: Kysely<Tables>, last: string): Promise<void> {
  const older = Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= last));
  if (!(last in older)) throw new Error(`there is no migration ${last}`);
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => older } }).migrateToLatest();
  if (error !== undefined) throw new Error(`the store could not be made as it was at ${last}`, { cause: error });
}

/** What columns were called before migration 0020. */
const oldNames: Readonly<Record<string, string>> = {
  kick_requested_by: 'kick_asked_by',
  requester_id: 'asker_id',
  requested_by: 'asked_by',
  requesters: 'askers',
  expires_at: 'over_at',
};

/** Inserts a row as this version writes it, under the names and without the columns that the older table does not have. */
export async function insertOld(
  db: Kysely<Tables>,
  table: keyof Tables | 'work' | 'team_deed',
  row: object,
): Promise<void> {
  const tables = await db.introspection.getTables();
  const columns = new Set(tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
  const named = Object.entries(row).map(([name, value]): [string, unknown] => {
    const old = oldNames[name];
    return [old !== undefined && columns.has(old) && !columns.has(name) ? old : name, value];
  });
  const known = Object.fromEntries(named.filter(([name]) => columns.has(name)));
  await db
    .insertInto(table as keyof Tables)
    .values(known as never)
    .execute();
}
