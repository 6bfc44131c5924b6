import type { Kysely } from 'kysely';
import { defaultReach, type Reach } from '../domain/reach.ts';
import type { Tables } from './schema.ts';

/** How a person wants to hear of their invites; the default when they never said. */
export async function getReach(db: Kysely<Tables>, personId: string): Promise<Reach> {
  const row = await db
    .selectFrom('person_settings')
    .select('reach')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.reach ?? defaultReach;
}

export async function saveReach(db: Kysely<Tables>, personId: string, reach: Reach, at: number): Promise<void> {
  const parts = { reach, changed_at: at };
  await db
    .insertInto('person_settings')
    .values({ person_id: personId, ...parts })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(parts))
    .execute();
}
