import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Invite } from '../domain/invite.ts';
import { inviteOf, openStates } from './invite-rows.ts';
import type { Tables } from './schema.ts';

/** What to list. `who` narrows to one inviter. */
export type InviteQuery = {
  readonly which: 'active' | 'upcoming' | 'open' | 'all';
  readonly who?: string;
  readonly text?: string;
  /** Each of them is in it, like `text`. */
  readonly words?: readonly string[];
  /** Those that hold their host at some instant of it. Epoch ms, `to` excluded. */
  readonly span?: { readonly from: number; readonly to: number };
  readonly reader?: Reader;
  /** Epoch ms. */
  readonly now: number;
  readonly offset: number;
  readonly limit: number;
};

/** Narrows to what one person reads: their own invites, and those announced in conversations of `channelIds` alone. */
export type Reader = {
  readonly personId: string;
  readonly channelIds: readonly string[];
  /** Those of them that are shown no guest's address: a text that is searched for may not say what it is. */
  readonly maskedIds?: readonly string[];
  /** Others that hold a host, now or later, are listed too. */
  readonly withBookings: boolean;
};

/** One page of invites and the number of all that match. Current ones by start, 'all' newest first. */
export async function listInvites(
  db: Kysely<Tables>,
  query: InviteQuery,
): Promise<{ readonly invites: readonly Invite[]; readonly total: number }> {
  const matching = matchingInvites(db, query);
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const ordered =
    query.which === 'all'
      ? matching.selectAll().orderBy('created_at', 'desc').orderBy('id')
      : matching.selectAll().orderBy('starts_at').orderBy('id');
  const rows = await ordered.offset(query.offset).limit(query.limit).execute();
  return { invites: rows.map(inviteOf), total: Number(total) };
}

/** The conversations in which matching invites are announced, those of the newest invites first; at most `limit`. */
export async function placesOfInvites(
  db: Kysely<Tables>,
  query: Pick<InviteQuery, 'which' | 'text' | 'words' | 'span' | 'now'>,
  limit: number,
): Promise<readonly string[]> {
  const rows = await matchingInvites(db, query)
    .where('channel_id', '<>', '')
    .select(['channel_id', 'card_channel_id'])
    .select((eb) => eb.fn.max('created_at').as('newest'))
    .groupBy(['channel_id', 'card_channel_id'])
    .orderBy('newest', 'desc')
    .limit(limit)
    .execute();
  return [...new Set(rows.flatMap((row) => [row.channel_id, row.card_channel_id ?? row.channel_id]))].slice(0, limit);
}

function matchingInvites(db: Kysely<Tables>, query: Omit<InviteQuery, 'offset' | 'limit'>) {
  let matching = db.selectFrom('invite');
  if (query.which !== 'all') matching = matching.where('ends_at', '>', query.now).where('state', 'in', openStates);
  if (query.which === 'active') matching = matching.where('starts_at', '<=', query.now);
  if (query.which === 'upcoming') matching = matching.where('starts_at', '>', query.now);
  if (query.who !== undefined) matching = matching.where('inviter_id', '=', query.who);
  const { reader, span } = query;
  if (span !== undefined) matching = matching.where('ends_at', '>', span.from).where('starts_at', '<', span.to);
  if (reader !== undefined) {
    matching = matching.where((eb) =>
      eb.or([
        eb('inviter_id', '=', reader.personId),
        // PostgreSQL takes no empty list.
        ...(reader.channelIds.length === 0
          ? []
          : [
              eb.and([
                eb('channel_id', 'in', reader.channelIds),
                eb.or([eb('card_channel_id', 'is', null), eb('card_channel_id', 'in', reader.channelIds)]),
              ]),
            ]),
        ...(reader.withBookings ? [eb.and([eb('ends_at', '>', query.now), eb('state', 'in', openStates)])] : []),
      ]),
    );
  }
  for (const text of [query.text ?? '', ...(query.words ?? [])]) {
    if (text === '') continue;
    const like = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const named = (column: string) =>
      // Both sides by the server: one whose locale knows no Ü leaves it as it is on both. Without an escape clause SQLite takes the
      // backslash for a backslash.
      sql<boolean>`lower(${sql.ref(column)}) like lower(${like}) escape '\\'`;
    matching = matching.where((eb) => {
      const isShown = shownTo(eb, reader);
      return eb.or([
        named('host_name'),
        named('id'),
        eb.and([named('guest_email'), ...isShown]),
        eb.and([
          named('event_name'),
          ...(isShown.length === 0 ? [] : [eb.or([...isShown, eb('event_name', 'not like', '%@%')])]),
        ]),
      ]);
    });
  }
  return matching;
}

/** What holds of an invite whose guest's address a person is shown; nothing where that is so of all. */
function shownTo(eb: ExpressionBuilder<Tables, 'invite'>, reader: Reader | undefined) {
  const { personId = '', maskedIds = [] } = reader ?? {};
  if (maskedIds.length === 0) return [];
  const isElsewhere = eb.and([
    eb('channel_id', 'not in', maskedIds),
    eb.or([eb('card_channel_id', 'is', null), eb('card_channel_id', 'not in', maskedIds)]),
  ]);
  return [eb.or([eb('inviter_id', '=', personId), isElsewhere])];
}
