import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** Something Slack sent, as it is remembered: by what makes it itself, hashed, and never by what it holds. */
export type AcceptedRequest = {
  readonly id: string;
  /**
   * Epoch ms. Of a signed request the time Slack signed, which no clock of ours can move; of one that came over Slack's own
   * connection (Socket Mode) our time.
   */
  readonly at: number;
  readonly signed: boolean;
};

/**
 * Accepts a request once: 'accepted', or 'repeated' when it was accepted before, by whatever replica. A signed one is also
 * 'repeated' when one was accepted that Slack signed more than `newerByMs` later: it is too old to be still remembered. One statement.
 */
export async function acceptRequest(
  db: Kysely<Tables>,
  request: AcceptedRequest,
  newerByMs: number,
): Promise<'accepted' | 'repeated'> {
  const { id, at } = request;
  const signed = Number(request.signed);
  const outdated = sql`select 1 from accepted_request where signed = 1 and at > cast(${at + newerByMs} as bigint) and 1 = ${signed}`;
  const { numAffectedRows } = await sql`
    insert into accepted_request (id, signed, at)
    select cast(${id} as text), cast(${signed} as integer), cast(${at} as bigint)
    where not exists (${outdated})
    on conflict do nothing`.execute(db);
  return numAffectedRows === 1n ? 'accepted' : 'repeated';
}

/** Forgets requests from before `before` (epoch ms), the oldest first, at most so many; the signed ones or the others. */
export async function forgetRequests(
  db: Kysely<Tables>,
  { before, signed, limit }: { readonly before: number; readonly signed: boolean; readonly limit: number },
): Promise<void> {
  const oldest = db
    .selectFrom('accepted_request')
    .select('id')
    .where('signed', '=', Number(signed))
    .where('at', '<', before)
    .orderBy('at')
    .limit(limit);
  await db.deleteFrom('accepted_request').where('id', 'in', oldest).execute();
}
