import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { openDatabase } from './open-store.ts';
import type { Tables } from './schema.ts';
import { sqliteFile } from './sqlite.ts';

/** The database under a store, for scripts that need only one statement or two of it. */
export type Database = Kysely<Tables>;

/** A store that is there, for a script beside the bot. Its statements may take as long as they want. */
export async function openExisting(
  place: { readonly dataDir: string } | { readonly databaseUrl: string },
): Promise<Database> {
  // Opening would make an empty one, and a folder that was mistyped would pass for a log without a fault.
  if ('dataDir' in place && !existsSync(sqliteFile(place.dataDir))) {
    throw new Error(`There is no store in ${place.dataDir}. Set DATA_DIR or DATABASE_URL as the bot has it.`);
  }
  return openDatabase('dataDir' in place ? place : { ...place, patient: true });
}
