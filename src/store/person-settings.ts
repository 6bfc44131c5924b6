import type { Kysely } from 'kysely';
import { defaultPreferences, type Preferences } from '../domain/preferences.ts';
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

/** What a person wants of Guestlist; the defaults when they never said. */
export async function getPreferences(db: Kysely<Tables>, personId: string): Promise<Preferences> {
  const row = await db.selectFrom('person_settings').selectAll().where('person_id', '=', personId).executeTakeFirst();
  if (row === undefined) return defaultPreferences;
  return {
    reach: row.reach,
    tellsArrival: row.tells_arrival === 1,
    digestHour: row.digest_hour ?? undefined,
    clock: row.clock ?? defaultPreferences.clock,
    channelId: row.channel_id ?? undefined,
    host: row.host_id === null ? undefined : { id: row.host_id, name: row.host_name ?? row.host_id },
    length: row.length ?? undefined,
  };
}

export async function savePreferences(
  db: Kysely<Tables>,
  personId: string,
  preferences: Preferences,
  at: number,
): Promise<void> {
  const { reach, tellsArrival, digestHour, clock, channelId, host, length } = preferences;
  const parts = {
    reach,
    tells_arrival: tellsArrival ? 1 : 0,
    digest_hour: digestHour ?? null,
    clock,
    channel_id: channelId ?? null,
    host_id: host?.id ?? null,
    host_name: host?.name ?? null,
    length: length ?? null,
    changed_at: at,
  };
  await db
    .insertInto('person_settings')
    .values({ person_id: personId, ...parts })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(parts))
    .execute();
}

/** The last day that needs no digest of this person any more; undefined for no day. */
export async function digestedOn(db: Kysely<Tables>, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('person_settings')
    .select('digested_on')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.digested_on ?? undefined;
}

/** A day (`2026-11-24`) needs no digest of this person any more. False when that was so before, or of a later day. */
export async function noteDigest(db: Kysely<Tables>, personId: string, date: string): Promise<boolean> {
  const result = await db
    .updateTable('person_settings')
    .set({ digested_on: date })
    .where('person_id', '=', personId)
    .where((eb) => eb.or([eb('digested_on', 'is', null), eb('digested_on', '<', date)]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Which news of a guest's coming a person wants of their own invites. */
export type ArrivalNews = { readonly arrived: boolean; readonly absent: boolean };

/** Whether a person wants to hear that a guest connected, and that one has not come; the latter always. The one place that decides. */
export async function getArrivalNews(db: Kysely<Tables>, personId: string): Promise<ArrivalNews> {
  return { arrived: (await getPreferences(db, personId)).tellsArrival, absent: true };
}
