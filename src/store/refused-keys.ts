import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** A provider that refuses our key, and since when, epoch ms. */
export type RefusedKey = { readonly provider: string; readonly since: number };

/** Writes down that a provider refuses our key; true for the first to find out, in whatever replica. */
export async function recordRefusedKey(db: Kysely<Tables>, refused: RefusedKey): Promise<boolean> {
  const result = await db
    .insertInto('refused_key')
    .values({ ...refused })
    .onConflict((conflict) => conflict.column('provider').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The key is accepted again, or no longer configured; true when it was refused until now. */
export async function forgetRefusedKey(db: Kysely<Tables>, provider: string): Promise<boolean> {
  const result = await db.deleteFrom('refused_key').where('provider', '=', provider).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** All providers that refuse our key. */
export async function refusedKeys(db: Kysely<Tables>): Promise<readonly RefusedKey[]> {
  return db.selectFrom('refused_key').selectAll().orderBy('provider').execute();
}

/** Makes due at once what has failed at a provider and waits to be tried again. */
export async function hastenRefused(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('job')
    .set({ next_at: 0 })
    .where(sql<boolean>`state in ('queued','claimed')`)
    .where('kind', 'in', ['provider', 'surplus', 'end', 'reconcile', 'removal'])
    .where('tries', '>', 0)
    .execute();
}
