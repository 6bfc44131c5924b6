import { type Kysely, sql } from 'kysely';
import { digestOf, hashOf, isErased } from '../../src/store/audit-hash.ts';
import { openDatabase } from '../../src/store/open-store.ts';
import type { Tables } from '../../src/store/schema.ts';
import type { World } from './world.ts';

export type StorePlace = { readonly databaseUrl: string } | { readonly dataDir: string };

/** Where the bot of a world keeps its store. */
export function placeOf({ config }: Pick<World, 'config'>): StorePlace {
  return config.databaseUrl === undefined ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl };
}

/** Where any of these words stands in a store, whatever its case, as `table.column`: every column of every table is read. */
export async function columnsSaying(place: StorePlace, words: readonly string[]): Promise<string[]> {
  const db = await openDatabase(place);
  try {
    const found = new Set<string>();
    let read = 0;
    for (const table of await tablesOf(db)) {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db);
      read += rows.length;
      for (const row of rows) {
        for (const [column, value] of Object.entries(row)) {
          const text = String(value).toLowerCase();
          if (words.some((word) => text.includes(word.toLowerCase()))) found.add(`${table}.${column}`);
        }
      }
    }
    if (read === 0) throw new Error('the store is empty');
    return [...found].sort();
  } finally {
    await db.destroy();
  }
}

async function tablesOf(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables();
  return tables.map(({ name }) => name);
}

/** The seq of the first row of the audit log that does not follow from the one before it, or was changed; undefined in a whole chain. */
export async function brokenAt(place: StorePlace): Promise<number | undefined> {
  const db = await openDatabase(place);
  try {
    const rows = await db.selectFrom('audit').selectAll().orderBy('workspace_id').orderBy('seq').execute();
    if (rows.length === 0) throw new Error('the audit log is empty');
    const ends = new Map<string, string>();
    for (const row of rows) {
      if (row.prev_hash !== (ends.get(row.workspace_id) ?? '') || row.hash !== hashOf(row)) return row.seq;
      if (!isErased(row) && row.personal_digest !== digestOf(row)) return row.seq;
      ends.set(row.workspace_id, row.hash);
    }
    return undefined;
  } finally {
    await db.destroy();
  }
}
