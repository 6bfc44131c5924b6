import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** People invited as members, in batches, and an audit that is not only about guests. */
export const memberBatchesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('member_batch')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('request_key', 'text', (c) => c.notNull().unique())
      .addColumn('workspace_id', 'text', (c) => c.notNull())
      .addColumn('asker_id', 'text', (c) => c.notNull())
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('provider', 'text', (c) => c.notNull())
      .addColumn('terms', 'text', (c) => c.notNull())
      .addColumn('pause', 'text')
      .addColumn('card_channel_id', 'text')
      .addColumn('card_ts', 'text')
      .addColumn('card_shown_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('member_row')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('batch_id', 'text', (c) => c.notNull().references('member_batch.id'))
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('email_key', 'text', (c) => c.notNull())
      .addColumn('first_name', 'text')
      .addColumn('last_name', 'text')
      .addColumn('phone', 'text')
      .addColumn('state', 'text', (c) =>
        c.notNull().check(sql`state in ('waiting','sent','invited','failed','cancelled')`),
      )
      .addColumn('problem', 'text')
      .addColumn('invite_id', 'text')
      .addColumn('join_url', 'text')
      .addColumn('sent_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('member_row_by_batch')
      .on('member_row')
      .columns(['batch_id', 'position'])
      .unique()
      .execute();
    // What is still to be done of a batch, what may have been sent first.
    await db.schema
      .createIndex('member_row_open')
      .on('member_row')
      .columns(['batch_id', 'state', 'position'])
      .where(sql.ref('state'), 'in', sql`('sent','waiting')`)
      .execute();
    // Who invited an address, and whose an invite is, is asked for each page of what is pending.
    await db.schema
      .createIndex('member_row_by_email')
      .on('member_row')
      .column('email_key')
      .where(sql.ref('state'), '=', sql`'invited'`)
      .execute();
    await db.schema
      .createIndex('member_row_by_invite')
      .on('member_row')
      .column('invite_id')
      .where(sql.ref('state'), '=', sql`'invited'`)
      .execute();

    // SQLite cannot take NOT NULL off a column: the table is made anew.
    await db.schema.alterTable('audit').renameTo('audit_before').execute();
    await db.schema.dropIndex('audit_by_invite').execute();
    await db.schema
      .createTable('audit')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('invite_id', 'text', (c) => c.references('invite.id'))
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .execute();
    await sql`insert into audit (id, invite_id, subject, at, actor, action, facts) select id, invite_id, invite_id, at, actor, action, facts from audit_before`.execute(
      db,
    );
    await db.schema.dropTable('audit_before').execute();
    await db.schema.createIndex('audit_by_invite').on('audit').columns(['invite_id', 'at']).execute();
    await db.schema.createIndex('audit_by_subject').on('audit').columns(['subject', 'at']).execute();
  },
};
