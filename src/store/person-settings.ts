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

/** Which news of a guest's coming a person wants of their own invites. */
export type ArrivalNews = { readonly arrived: boolean; readonly absent: boolean };

/**
 * Whether a person wants to hear that a guest connected, and that one has not come; the latter unless they say otherwise. The one place that
 * decides. `tells_arrival` comes with people's preferences (migration 0025): a store that has no such column yet has the default.
 */
export async function getArrivalNews(db: Kysely<Tables>, personId: string): Promise<ArrivalNews> {
  const row: object | undefined = await db
    .selectFrom('person_settings')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return { arrived: row !== undefined && 'tells_arrival' in row && row.tells_arrival === 1, absent: true };
}
