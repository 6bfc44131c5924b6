import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { MOST_ON_HOST } from '../domain/home.ts';
import type { Invite } from '../domain/invite.ts';
import { inviteOf } from './invite-rows.ts';
import type { InviteTable, Tables } from './schema.ts';

/**
 * What of Home is read: `who` narrows to one inviter, `hostId` to one host. Instants are epoch milliseconds.
 *
 * now       their window is open
 * next      it opens until `until`
 * ended     ended or cancelled, their window closed after `since` and before `until`
 * warned    it closes soon, and people were warned of that
 * troubled  not confirmed, refused, failed, on hold, or not taken away yet
 * held      their inviter has left
 */
export type HomeQuery = {
  readonly part: 'now' | 'next' | 'ended' | 'warned' | 'troubled' | 'held';
  readonly who?: string;
  readonly hostId?: string;
  readonly now: number;
  readonly since: number;
  readonly until: number;
  readonly offset: number;
  readonly limit: number;
};

/** Of those whose window is open, so many are read to be sorted by their end: more are on no screen, and on few computers. */
const MOST_OPEN = 200;

// Written out, as in the indexes: SQLite uses a partial index only when it can see in the text that its condition holds.
const isOpen = sql`state in ('requested','granted','cancelling')`;
const isClosed = sql`state in ('cancelled','ended')`;
const isTroubled = sql`(state = 'failed' or in_doubt = 1 or stuck_since is not null or inviter_left is not null or problem is not null) and state in ('requested','granted','cancelling','failed')`;

// Not as a plain condition: SQLite would take the index of what was erased for the narrower one, and read all that was not.
const isKnown = sql`coalesce(erased_at, 0) = 0`;

/** One page of the invites that stand in a part of Home, those that matter first. No row is read that is on no page up to this one. */
export async function homeInvites(db: Kysely<Tables>, query: HomeQuery): Promise<readonly Invite[]> {
  const { rows } = await sql<
    Selectable<InviteTable>
  >`${selects(query)} limit ${query.limit} offset ${query.offset}`.execute(db);
  return rows.map(inviteOf);
}

function selects(query: HomeQuery): RawBuilder<unknown> {
  const { part, now, since, until } = query;
  const narrowed = narrowing(query);
  const open = sql`select * from invite where ${isOpen} and starts_at <= ${now} and ends_at > ${now} ${narrowed}
    order by starts_at desc, id desc limit ${sql.lit(MOST_OPEN)}`;
  switch (part) {
    case 'now':
      return sql`select * from (${open}) as running order by ends_at, id`;
    case 'warned':
      return sql`select * from (${open}) as running where state = 'granted' and exists (
          select 1 from warning_line as line
          where line.invite_id = running.id and line.ends_at = running.ends_at and line.outcome is null
        ) order by ends_at, id`;
    case 'next':
      return sql`select * from invite where ${isOpen} and starts_at > ${now} and starts_at <= ${until} ${narrowed}
        order by starts_at, id`;
    case 'ended':
      return sql`select * from invite where ${isClosed} and ends_at > ${since} and ends_at <= ${until}
        and ${isKnown} ${narrowed} order by ends_at desc, id desc`;
    case 'troubled':
      return sql`select * from invite where ${isTroubled} and ends_at > ${now} and ${isKnown} ${narrowed}
        and not (state = 'failed' and exists (
          select 1 from invite as again
          where again.guest_key = invite.guest_key and again.ends_at > ${now} and again.host_id = invite.host_id
            and again.state in ('requested','granted','cancelling') and again.created_at > invite.created_at
        )) order by ends_at, id`;
    case 'held':
      return sql`select * from invite where ${isTroubled} and ends_at > ${now} and state <> 'failed'
        and inviter_left is not null ${narrowed} order by ends_at, id`;
  }
}

function narrowing({ who, hostId }: HomeQuery): RawBuilder<unknown> {
  const ofPerson = who === undefined ? sql`` : sql`and inviter_id = ${who}`;
  return hostId === undefined ? ofPerson : sql`${ofPerson} and host_id = ${hostId}`;
}

/** The invites that hold each of these hosts at `now` (epoch ms), a few, and that which comes next, earliest first. */
export async function bookingsOfHosts(
  db: Kysely<Tables>,
  { hostIds, now }: { readonly hostIds: readonly string[]; readonly now: number },
): Promise<readonly Invite[]> {
  if (hostIds.length === 0) return [];
  const parts = hostIds.flatMap((hostId) => [
    sql`select * from (
      select * from invite where ${isOpen} and host_id = ${hostId} and starts_at <= ${now} and ends_at > ${now}
      order by starts_at desc, id desc limit ${sql.lit(MOST_ON_HOST)}) as on_it`,
    sql`select * from (
      select * from invite where ${isOpen} and host_id = ${hostId} and starts_at > ${now}
      order by starts_at, id limit 1) as coming`,
  ]);
  const { rows } = await sql<Selectable<InviteTable>>`${sql.join(parts, sql` union all `)}`.execute(db);
  return rows.map(inviteOf).toSorted((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1));
}
