import type { Kysely } from 'kysely';
import { z } from 'zod';
import { outcomeAfter, type WarnedEnd, type WarningOutcome } from '../domain/warning.ts';
import { readJsonIfAny } from './json-columns.ts';
import type { Tables } from './schema.ts';

const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved'), endsAt: z.number(), by: z.string() }),
  z.object({ kind: z.literal('cancelled'), by: z.string() }),
  z.object({ kind: z.literal('ended'), endsAt: z.number() }),
  z.object({ kind: z.literal('held') }),
]) satisfies z.ZodType<WarningOutcome>;

/** A message that warns of ends, those that come first first. Instants are epoch milliseconds. */
export type Warning = {
  readonly id: string;
  /** The invite in whose card's thread it goes; undefined for one that goes to a channel or a person. */
  readonly threadOf: string | undefined;
  /** Whose direct message it is. */
  readonly personId: string | undefined;
  /** Whom it mentions. */
  readonly mentions: string | undefined;
  readonly createdAt: number;
  /** Where it stands, once it does. */
  readonly place: { readonly channelId: string; readonly ts: string; readonly shownAt: number } | undefined;
  readonly ends: readonly WarnedEnd[];
};

/** Writes down a message that is to warn of these ends. */
export async function insertWarning(
  db: Kysely<Tables>,
  { id, threadOf, personId, mentions, createdAt, ends }: Omit<Warning, 'place'>,
): Promise<void> {
  const where = { thread_of: threadOf ?? null, person_id: personId ?? null, mentions: mentions ?? null };
  await db
    .insertInto('warning')
    .values({ id, ...where, created_at: createdAt, channel_id: null, ts: null, shown_at: null })
    .execute();
  await db
    .insertInto('warning_line')
    .values(
      ends.map(({ inviteId, endsAt }) => ({
        id: `${id}/${inviteId}`,
        warning_id: id,
        invite_id: inviteId,
        ends_at: endsAt,
        outcome: null,
      })),
    )
    .execute();
}

/** Undefined when there is none of this id. */
export async function getWarning(db: Kysely<Tables>, id: string): Promise<Warning | undefined> {
  const row = await db.selectFrom('warning').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const lines = await db
    .selectFrom('warning_line')
    .selectAll()
    .where('warning_id', '=', id)
    .orderBy('ends_at')
    .orderBy('invite_id')
    .execute();
  const { channel_id: channelId, ts, shown_at: shownAt } = row;
  return {
    id,
    threadOf: row.thread_of ?? undefined,
    personId: row.person_id ?? undefined,
    mentions: row.mentions ?? undefined,
    createdAt: row.created_at,
    place: channelId === null || ts === null || shownAt === null ? undefined : { channelId, ts, shownAt },
    ends: lines.map((line) => ({
      inviteId: line.invite_id,
      endsAt: line.ends_at,
      outcome: readJsonIfAny(Outcome, line.outcome),
    })),
  };
}

/** The ends of these invites that were warned of, or are about to be. */
export async function warnedEnds(
  db: Kysely<Tables>,
  inviteIds: readonly string[],
): Promise<readonly Pick<WarnedEnd, 'inviteId' | 'endsAt'>[]> {
  if (inviteIds.length === 0) return [];
  const rows = await db
    .selectFrom('warning_line')
    .select(['invite_id', 'ends_at'])
    .where('invite_id', 'in', [...inviteIds])
    .execute();
  return rows.map((row) => ({ inviteId: row.invite_id, endsAt: row.ends_at }));
}

/** Writes what happened to an invite into the warnings of its end; answers those that say something else now. The invite is locked. */
export async function settleWarningLines(
  db: Kysely<Tables>,
  inviteId: string,
  event: WarningOutcome,
): Promise<readonly string[]> {
  const lines = await db.selectFrom('warning_line').selectAll().where('invite_id', '=', inviteId).execute();
  const changed: string[] = [];
  for (const line of lines) {
    const outcome = readJsonIfAny(Outcome, line.outcome);
    const next = outcomeAfter({ inviteId, endsAt: line.ends_at, outcome }, event);
    if (next === outcome) continue;
    const text = next === undefined ? null : JSON.stringify(next);
    await db.updateTable('warning_line').set({ outcome: text }).where('id', '=', line.id).execute();
    changed.push(line.warning_id);
  }
  // In one order, or two invites of two warnings would wait for each other.
  return changed.toSorted();
}

/** The message stands here now, mentions this person, and warns of the ends of these invites only: the others were overtaken before it was sent. */
export async function saveWarningPlace(
  db: Kysely<Tables>,
  id: string,
  place: NonNullable<Warning['place']> & Pick<Warning, 'mentions'>,
  inviteIds: readonly string[],
): Promise<void> {
  const { channelId, ts, shownAt, mentions } = place;
  await db
    .updateTable('warning')
    .set({ channel_id: channelId, ts, shown_at: shownAt, mentions: mentions ?? null })
    .where('id', '=', id)
    .execute();
  await db
    .deleteFrom('warning_line')
    .where('warning_id', '=', id)
    .where('invite_id', 'not in', [...inviteIds])
    .execute();
}

/** The warnings of this invite's ends, by their ids, in one order. */
export async function warningsOf(db: Kysely<Tables>, inviteId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('warning_line')
    .select('warning_id')
    .distinct()
    .where('invite_id', '=', inviteId)
    .orderBy('warning_id')
    .execute();
  return rows.map(({ warning_id }) => warning_id);
}
