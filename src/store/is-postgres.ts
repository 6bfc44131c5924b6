import { type Kysely, PostgresAdapter } from 'kysely';
import type { Tables } from './schema.ts';

/** Whether this is PostgreSQL, where a row has to be locked. */
export function isPostgres(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
