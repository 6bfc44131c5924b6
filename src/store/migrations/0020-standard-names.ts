import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** The standard words of the field for tables, columns and what stands in them. Nothing is lost. */
export const standardNamesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await jobs(db);
    await db.schema.dropIndex('team_deed_by_time').execute();
    await db.schema.alterTable('team_deed').renameTo('team_action').execute();
    await db.schema.createIndex('team_action_by_time').on('team_action').columns(['at', 'id']).execute();

    await renameColumn(db, 'invite', 'kick_asked_by', 'kick_requested_by');
    await renameColumn(db, 'member_batch', 'asker_id', 'requester_id');
    await renameColumn(db, 'removal', 'asked_by', 'requested_by');
    await renameColumn(db, 'removal', 'askers', 'requesters');
    await renameColumn(db, 'unanswered_write', 'over_at', 'expires_at');

    await sql`update removal set requesters = replace(requesters, '"isTold":', '"isNotified":')`.execute(db);
    await sql`update audit set action = 'imported' where action = 'adopted'`.execute(db);
    await sql`update audit set action = 'extended_at_provider' where action = 'prolonged_at_provider'`.execute(db);
    await sql`update invite set request_key = 'imported:' || substr(request_key, 9) where request_key like 'adopted:%'`.execute(
      db,
    );
    for (const [table, column] of [
      ['invite', 'problem'],
      ['invite', 'change'],
      ['invite', 'cancel'],
      ['unanswered_write', 'sent'],
      ['member_row', 'problem'],
      ['member_batch', 'pause'],
      ['removal', 'problem'],
      ['job', 'facts'],
      ['audit', 'facts'],
    ] as const) {
      await renameInJson(db, table, column);
    }
  },
};

/** Keys, problem codes and facts, as they stand in JSON. */
const namesInJson = [
  ['"askedBy":', '"requestedBy":'],
  ['"not_allowed_stranger"', '"not_allowed_external"'],
  ['"not_host_of_invite"', '"not_inviter"'],
  ['"invite_over"', '"invite_ended"'],
  ['"window_over"', '"window_passed"'],
  ['"gone":1', '"missing":1'],
] as const;

/** All names in one pass: job and audit may be long. */
async function renameInJson(db: Kysely<Tables>, table: string, column: string): Promise<void> {
  const at = sql.ref(column);
  const renamed = namesInJson.reduce((text, [from, to]) => sql`replace(${text}, ${from}, ${to})`, sql`${at}`);
  const hasOne = sql.join(
    namesInJson.map(([from]) => sql`${at} like ${`%${from}%`}`),
    sql` or `,
  );
  await sql`update ${sql.ref(table)} set ${at} = ${renamed} where ${hasOne}`.execute(db);
}

/** `work` becomes `job`. SQLite cannot change what a column is checked for: the table is made once more. */
async function jobs(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('job')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('invite_id', 'text', (c) => c.references('invite.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('gen', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('queued','claimed','waiting','done')`))
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('waits_for', 'text')
    .addColumn('lane', 'text', (c) => c.notNull())
    .addColumn('queue', 'text', (c) => c.notNull())
    .addColumn('owner', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('sent_post', 'text')
    .execute();
  const same = sql.raw('attempt, tries, next_at, lease_until, waits_for, lane, queue, owner, since, sent_post');
  await sql`insert into job (id, invite_id, kind, name, facts, gen, state, ${same}) select id, invite_id, kind, name, facts, gen, case state when 'owed' then 'queued' when 'taken' then 'claimed' when 'waiting' then 'waiting' else 'done' end, ${same} from work`.execute(
    db,
  );
  await db.schema.dropTable('work').execute();
  // Only what is open is in the index: finding the due jobs costs the same with a million finished ones.
  await db.schema
    .createIndex('job_in_line')
    .on('job')
    .columns(['lane', 'queue', 'next_at', 'since', 'id'])
    .where(sql.ref('state'), 'in', sql`('queued','claimed')`)
    .execute();
  await db.schema.createIndex('job_by_invite').on('job').column('invite_id').execute();
  await db.schema
    .createIndex('job_waiting')
    .on('job')
    .columns(['waits_for', 'next_at'])
    .where(sql.ref('state'), '=', sql`'waiting'`)
    .execute();
}

function renameColumn(db: Kysely<Tables>, table: string, from: string, to: string): Promise<void> {
  return db.schema.alterTable(table).renameColumn(from, to).execute();
}
