import { type Kysely, sql } from 'kysely';
import { AHEAD_MS, type ShareKind, type ShareUse, shareWindowMs } from '../domain/shares.ts';
import type { Tables } from './schema.ts';

/** What a person used of their share in the hour or the day before `now` (epoch ms), oldest first. */
export async function shareUses(
  db: Kysely<Tables>,
  personId: string,
  kind: ShareKind,
  now: number,
): Promise<readonly ShareUse[]> {
  return db
    .selectFrom('share_use')
    .select(['amount', 'at'])
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('at', '>', now - shareWindowMs[kind])
    .where('at', '<=', now + AHEAD_MS)
    .orderBy('at')
    .execute();
}

/** Writes down that a person used some of their share, and forgets what of the same no longer counts. */
export async function insertShareUse(
  db: Kysely<Tables>,
  use: ShareUse & { readonly id: string; readonly personId: string; readonly kind: ShareKind },
): Promise<void> {
  const { id, personId, kind, amount, at } = use;
  await db
    .deleteFrom('share_use')
    .where('person_id', '=', personId)
    .where('kind', '=', kind)
    .where('at', '<=', at - shareWindowMs[kind])
    .execute();
  await db.insertInto('share_use').values({ id, person_id: personId, kind, amount, at }).execute();
}

/** How many invites of a person are asked for or granted, and not over at `now` (epoch ms). */
export async function countOpenInvites(db: Kysely<Tables>, personId: string, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('invite')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('inviter_id', '=', personId)
    .where('ends_at', '>', now)
    .where('state', 'in', ['requested', 'granted'])
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * How many other invites may have cost a credit since `since` (epoch ms): creates that were sent and have no answer so far, and open
 * invites that were written since, which may be more than were granted.
 */
export async function countCreatesSince(db: Kysely<Tables>, since: number, exceptId: string): Promise<number> {
  const sent = db
    .selectFrom('invite')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('id', '<>', exceptId)
    .where('provider_invite_id', 'is', null)
    // Spelled as in the index, or SQLite does not use it.
    .where(sql<boolean>`state in ('requested','cancelling')`)
    .where('create_sent_at', 'is not', null);
  const granted = db
    .selectFrom('invite')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('id', '<>', exceptId)
    .where('ends_at', '>', since)
    .where('state', 'in', ['granted', 'cancelling'])
    .where('provider_invite_id', 'is not', null)
    .where('updated_at', '>=', since);
  const counts = await Promise.all([sent.executeTakeFirstOrThrow(), granted.executeTakeFirstOrThrow()]);
  return counts.reduce((sum, { count }) => sum + Number(count), 0);
}
