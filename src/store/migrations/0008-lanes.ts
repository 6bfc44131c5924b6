import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** The lane, the queue and the owner of every job: who stands where in line. What is done for good stays without. */
export const lanesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    // What a replica of an older version still writes is done too: in this lane.
    for (const [column, without] of Object.entries({ lane: 'invite', queue: '/', owner: '' })) {
      await db.schema
        .alterTable('work')
        .addColumn(column, 'text', (c) => c.notNull().defaultTo(without))
        .execute();
    }
    await db.schema
      .alterTable('work')
      .addColumn('since', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await fill(db);
    await db.schema.dropIndex('work_due').execute();
    // From one queue to the next, and in each the longest due first; only what is still owed is in it.
    await db.schema
      .createIndex('work_in_line')
      .on('work')
      .columns(['lane', 'queue', 'next_at', 'since', 'id'])
      .where(sql.ref('state'), 'in', sql`('owed','taken')`)
      .execute();
  },
};

// Said once more than in lines.ts: what it says there may change, and what was migrated stays migrated.
async function fill(db: Kysely<Tables>): Promise<void> {
  const open = sql`state in ('owed','taken','waiting')`;
  const invite = (value: string) =>
    sql`coalesce((select ${sql.raw(value)} from invite where invite.id = invite_id), '')`;
  const batch = (value: string) =>
    sql`coalesce((select ${sql.raw(value)} from member_batch where member_batch.id = name), '')`;
  const set = (kinds: string, lane: unknown, queue: unknown, owner: unknown) =>
    sql`update work set lane = ${lane}, queue = ${queue}, owner = ${owner} where ${open} and kind in (${sql.raw(kinds)})`.execute(
      db,
    );
  const revoke = "case when invite.state = 'cancelling' or kick_asked_by is not null then 'revoke' else 'invite' end";
  const lane = "case when card_ts is null then 'post' else 'call' end";
  const queue = (owner: string) =>
    `case when card_ts is null then channel_id || '/' || ${owner} else '/' || ${owner} end`;
  const news = sql`case when name like 'started:%' or name like 'ends^_soon:%' escape '^' or name like 'changed:%' then 'news' else 'post' end`;
  const inviter = invite('inviter_id');
  const asker = batch('asker_id');
  await set("'provider'", invite(revoke), invite("'/' || inviter_id"), inviter);
  await set("'card'", invite(lane), invite(queue('inviter_id')), inviter);
  await set("'notice'", news, invite("coalesce(card_channel_id, channel_id) || '/' || inviter_id"), inviter);
  await set("'start','warn','card_again'", sql`'plan'`, sql`''`, inviter);
  await set("'end'", sql`'expire'`, sql`''`, inviter);
  await set("'members'", sql`'members'`, batch("provider || '/' || asker_id"), asker);
  await set("'member_card'", batch(lane), batch(queue('asker_id')), asker);
  await set("'direct_notice'", sql`'post'`, sql`'/'`, sql`''`);
  await set("'admin_notice'", sql`'call'`, sql`'/'`, sql`''`);
  await set("'digest'", sql`'post'`, sql`name || '/'`, sql`''`);
  await sql`update work set since = coalesce((select created_at from invite where invite.id = invite_id), 0) where ${open}`.execute(
    db,
  );
  await set("'reconcile'", sql`'reconcile'`, sql`'/'`, sql`''`);
}
