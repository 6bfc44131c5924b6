import { type Kysely, sql } from 'kysely';
import { digestId, type Work, workId } from '../domain/work.ts';
import { placeColumns } from './lines.ts';
import type { Tables } from './schema.ts';
import { workOf } from './works.ts';

/** An end that is recorded while the digest is at work makes it come again after this, ms, and not at once: it would come for each of many. */
const GATHER_MS = 500;

/**
 * Writes down, once, that a notice is to be told by the digest of its channel, and that the digest is due at `at` (epoch ms).
 * What the digest has begun stays in its row.
 */
export async function oweInDigest(
  db: Kysely<Tables>,
  owed: {
    readonly inviteId: string;
    readonly channelId: string;
    readonly name: string;
    readonly at: number;
    readonly facts: Readonly<Record<string, string | number>>;
  },
): Promise<void> {
  const digest = digestId(owed.channelId);
  const row = { gen: 1, attempt: 0, tries: 0, next_at: owed.at, lease_until: 0 };
  await db
    .insertInto('work')
    .values({
      ...row,
      id: workId(owed.inviteId, 'notice', owed.name),
      invite_id: owed.inviteId,
      kind: 'notice',
      name: owed.name,
      facts: JSON.stringify(owed.facts),
      state: 'waiting',
      waits_for: digest,
      ...placeColumns({ inviteId: owed.inviteId, kind: 'notice', name: owed.name }),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await db
    .insertInto('work')
    .values({
      ...row,
      id: digest,
      invite_id: null,
      kind: 'digest',
      name: owed.channelId,
      facts: '{}',
      state: 'owed',
      waits_for: null,
      ...placeColumns({ inviteId: '', kind: 'digest', name: owed.channelId }),
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        gen: sql<number>`work.gen + 1`,
        state: 'owed',
        tries: 0,
        next_at: sql<number>`case
          when work.state = 'done' then excluded.next_at
          when work.lease_until = 0 and work.next_at < excluded.next_at + ${GATHER_MS} then work.next_at
          else excluded.next_at + ${GATHER_MS} end`,
      }),
    )
    .execute();
}

/** The notices a digest has to tell of, longest waiting first; those named by `ids` when given. */
export async function waitingNotices(
  db: Kysely<Tables>,
  channelId: string,
  query: { readonly ids?: readonly string[]; readonly limit: number },
): Promise<readonly Work[]> {
  if (query.ids?.length === 0) return [];
  const waiting = db
    .selectFrom('work')
    .selectAll()
    .where('waits_for', '=', digestId(channelId))
    .where(sql<boolean>`state = 'waiting'`);
  const rows = await (query.ids === undefined ? waiting : waiting.where('id', 'in', [...query.ids]))
    .orderBy('next_at')
    .orderBy('id')
    .limit(query.limit)
    .execute();
  return rows.map(workOf);
}

/** Whether an end in this channel has come that is not recorded yet. */
export async function hasEndsToRecord(db: Kysely<Tables>, channelId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('invite')
    .select('id')
    .where('channel_id', '=', channelId)
    .where(sql<boolean>`state = 'granted'`)
    .where('ends_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** These notices have been told. */
export async function finishWaiting(db: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  await settle(db, ids, { state: 'done', waits_for: null });
}

/** These notices are told one by one after all, from now on (epoch ms). */
export async function releaseWaiting(db: Kysely<Tables>, ids: readonly string[], now: number): Promise<void> {
  await settle(db, ids, { state: 'owed', waits_for: null, next_at: now });
}

async function settle(
  db: Kysely<Tables>,
  ids: readonly string[],
  parts: { readonly state: string; readonly waits_for: null; readonly next_at?: number },
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('work')
    .set(parts)
    .where('id', 'in', [...ids])
    .where(sql<boolean>`state = 'waiting'`)
    .execute();
}
