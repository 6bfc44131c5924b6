import { type Kysely, sql } from 'kysely';
import type { Invite } from '../domain/invite.ts';
import { RECONCILE_ID } from '../domain/job.ts';
import { inviteOf, openStates } from './invite-rows.ts';
import { firstRow } from './job-rows.ts';
import type { Tables } from './schema.ts';

/**
 * Puts reconciling on the books, due at `at`. It is there once; one that is due much later than `at` was written by a
 * clock that has been set back.
 */
export async function startReconciling(db: Kysely<Tables>, at: number): Promise<void> {
  await db
    .insertInto('job')
    .values({ ...firstRow({ kind: 'reconcile', at }), id: RECONCILE_ID })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({ next_at: eb.ref('excluded.next_at') }))
        .where('job.next_at', '>', at + 900_000),
    )
    .execute();
}

/** Makes reconciling due at `at`, if it would be later; not while the provider asks us to wait. */
export async function hastenReconcile(db: Kysely<Tables>, at: number): Promise<void> {
  await db
    .updateTable('job')
    .set({ next_at: at })
    .where('id', '=', RECONCILE_ID)
    .where('next_at', '>', at)
    .where('tries', '=', 0)
    .execute();
}

/** The invites among these ids at the provider that may be open there: granted until after `now`, or ended without anybody having seen it. */
export async function openByProviderIds(
  db: Kysely<Tables>,
  ids: readonly string[],
  now: number,
): Promise<readonly Invite[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('provider_invite_id', 'in', [...ids])
    .where((eb) =>
      eb.or([
        eb('state', '=', 'granted').and('ends_at', '>', now),
        eb('state', '=', 'ended').and('problem', 'is not', null),
      ]),
    )
    .execute();
  return rows.map(inviteOf);
}

/** These invites were met at the provider in this run, or looked for. Their version stays: nothing about them changed. */
export async function markSeen(db: Kysely<Tables>, inviteIds: readonly string[], run: number): Promise<void> {
  if (inviteIds.length === 0) return;
  await db
    .updateTable('invite')
    .set({ seen_in: run })
    .where('id', 'in', [...inviteIds])
    .execute();
}

/**
 * Granted invites that a run has not met although they should be there: not over, nothing of ours under way, and not written
 * since the run began; and ended ones whose end nobody saw. Those longest unseen first.
 */
export async function unseenInvites(
  db: Kysely<Tables>,
  query: { readonly run: number; readonly startedAt: number; readonly now: number; readonly limit: number },
): Promise<readonly Invite[]> {
  const unseen = db
    .selectFrom('invite')
    .selectAll()
    .where('provider_invite_id', 'is not', null)
    .where('seen_in', '<', query.run)
    // Written later than now: by a clock that has been set back since.
    .where((eb) => eb.or([eb('updated_at', '<', query.startedAt), eb('updated_at', '>', query.now)]))
    .orderBy('seen_in')
    .orderBy('id')
    .limit(query.limit);
  const open = unseen
    .where('ends_at', '>', query.now)
    .where('state', '=', 'granted')
    .where('change', 'is', null)
    .where((eb) => eb.or([eb('kick_requested_by', 'is', null), eb('stuck_since', 'is not', null)]));
  const rows = [...(await unseen.where(isEndUnseen).execute()), ...(await open.execute())];
  return rows
    .toSorted((a, b) => a.seen_in - b.seen_in)
    .slice(0, query.limit)
    .map(inviteOf);
}

/** Invites that may exist at the provider without our knowing their id there: creates without an answer. */
export async function pendingCreates(db: Kysely<Tables>): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('provider_invite_id', 'is', null)
    // Spelled as in the index, or SQLite does not use it.
    .where(sql<boolean>`state in ('requested','cancelling')`)
    // What waits for approval was not sent.
    .where('awaits', 'is', null)
    .execute();
  return rows.map(inviteOf);
}

// Spelled as in the index, or SQLite does not use it.
const isEndUnseen = sql<boolean>`state = 'ended' and problem is not null`;

/** Whether any invite is or may become open at the provider, or may be, since nobody saw its end. */
export async function hasOpenInvites(db: Kysely<Tables>, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('invite')
    .select('id')
    .where('ends_at', '>', now)
    .where('state', 'in', openStates)
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined) return true;
  const unseen = await db
    .selectFrom('invite')
    .select('id')
    .where(isEndUnseen)
    .where('provider_invite_id', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return unseen !== undefined;
}
