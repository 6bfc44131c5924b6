import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/**
 * Work that belongs to no invite (reconciling, the digest of a channel), notices that wait to be told together, and the mark by which
 * reconciling tells what it has met.
 */
export const workWithoutInviteMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .alterTable('invite')
      .addColumn('seen_in', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    // Creates whose answer may have been lost are few; finding them must not cost a look at every invite.
    await db.schema
      .createIndex('invite_pending')
      .on('invite')
      .column('state')
      .where(sql<boolean>`provider_invite_id is null and state in ('requested','cancelling')`)
      .execute();

    // SQLite cannot take NOT NULL off a column: the table is made anew.
    await db.schema.alterTable('work').renameTo('work_before').execute();
    await db.schema.dropIndex('work_due').execute();
    await db.schema.dropIndex('work_by_invite').execute();
    await db.schema
      .createTable('work')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('invite_id', 'text', (c) => c.references('invite.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .addColumn('gen', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('owed','taken','waiting','done','given_up')`))
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint', (c) => c.notNull())
      .addColumn('waits_for', 'text')
      .execute();
    await sql`insert into work (id, invite_id, kind, name, facts, gen, state, attempt, tries, next_at, lease_until) select id, invite_id, kind, name, facts, gen, state, attempt, tries, next_at, lease_until from work_before`.execute(
      db,
    );
    await db.schema.dropTable('work_before').execute();
    await db.schema
      .createIndex('work_due')
      .on('work')
      .columns(['next_at', 'id'])
      .where(sql.ref('state'), 'in', sql`('owed','taken')`)
      .execute();
    await db.schema.createIndex('work_by_invite').on('work').column('invite_id').execute();
    await db.schema
      .createIndex('work_waiting')
      .on('work')
      .columns(['waits_for', 'next_at'])
      .where(sql.ref('state'), '=', sql`'waiting'`)
      .execute();
    // Whether an end in a channel is still to be recorded is asked for each message about ends.
    await db.schema
      .createIndex('invite_granted_by_channel')
      .on('invite')
      .columns(['channel_id', 'ends_at'])
      .where(sql.ref('state'), '=', sql`'granted'`)
      .execute();
  },
};
