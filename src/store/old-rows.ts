import { type Kysely, sql } from 'kysely';
import { ERASED } from '../domain/erased.ts';
import type { Invite } from '../domain/invite.ts';
import type { Row } from './erasing.ts';
import { inviteOf } from './invite-rows.ts';
import type { Tables } from './schema.ts';

/** What is looked at in one step. */
export type OldQuery = {
  /** Epoch ms: it ended, or was done, before that. */
  readonly until: number;
  /** The id of the last one that was looked at; '' from the beginning. */
  readonly after: string;
  readonly limit: number;
};

/** Closed invites that ended long ago and are not erased, by their ids. One that was cancelled before its end counts from then on. */
export async function oldInvites(db: Kysely<Tables>, { until, after, limit }: OldQuery): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('erased_at', 'is', null)
    .where('state', 'in', ['ended', 'cancelled', 'failed'])
    .where((eb) =>
      eb.or([
        eb('ends_at', '<=', until),
        eb.and([eb('state', 'in', ['cancelled', 'failed']), eb('updated_at', '<=', until)]),
      ]),
    )
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(inviteOf);
}

/** Tables with personal data that belongs to no invite of a guest. */
const looseTables = [
  'member_row',
  'team_action',
  'removal',
  'approval',
  'series',
  'person_request',
  'job',
  'audit',
] as const;

/** Rows of such a table that are done, are so old, and may have personal data, by their ids. */
export async function oldRows(
  db: Kysely<Tables>,
  table: (typeof looseTables)[number],
  query: OldQuery,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)}
    where ${isOld[table](query.until)} and id > ${query.after} order by id limit ${query.limit}`.execute(db);
  return rows;
}

const isOld = {
  member_row: (until: number) => sql`email <> ${ERASED} and state in ('invited','failed','cancelled')
    and batch_id in (select member_batch.id from member_batch where created_at <= ${until})`,
  team_action: (until: number) => sql`about is not null and at <= ${until}`,
  removal: (until: number) => sql`who <> ${ERASED} and state <> 'wanted' and asked_at <= ${until}`,
  approval: (until: number) => sql`kind = 'members' and state <> 'open' and created_at <= ${until}
    and (reason not in ('', ${ERASED}) or note <> ${ERASED} or review_note <> ${ERASED})`,
  series: (until: number) => sql`state = 'ended' and guest_email <> ${ERASED} and updated_at <= ${until}`,
  person_request: (until: number) => sql`email is not null and email <> ${ERASED}
    and parts not like ${'%"looking"%'} and created_at <= ${until}`,
  // When a job was done is not kept: those that notify people of what is about no invite say when they were asked for.
  job: (until: number) => sql`invite_id is null and state = 'done' and kind in ('admin_notice','direct_notice')
    and facts not like ${`%${ERASED}%`} and since <= ${until}`,
  audit: (until: number) => sql`invite_id is null and personal_salt is not null and at <= ${until}`,
} satisfies Record<(typeof looseTables)[number], (until: number) => unknown>;
