import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Invites, what they owe, and who did what. */
export const firstMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('invite')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('request_key', 'text', (c) => c.notNull().unique())
      .addColumn('workspace_id', 'text', (c) => c.notNull())
      .addColumn('inviter_id', 'text', (c) => c.notNull())
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('guest_email', 'text', (c) => c.notNull())
      .addColumn('host_id', 'text', (c) => c.notNull())
      .addColumn('host_name', 'text', (c) => c.notNull())
      .addColumn('event_name', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('permissions', 'text', (c) => c.notNull())
      .addColumn('time_zone', 'text', (c) => c.notNull())
      .addColumn('starts_at', 'bigint', (c) => c.notNull())
      .addColumn('ends_at', 'bigint', (c) => c.notNull())
      .addColumn('typed_start', 'text', (c) => c.notNull())
      .addColumn('typed_end', 'text', (c) => c.notNull())
      .addColumn('send_email', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) =>
        c.notNull().check(sql`state in ('requested','granted','cancelling','cancelled','ended','failed')`),
      )
      .addColumn('provider_invite_id', 'text')
      .addColumn('link', 'text')
      .addColumn('create_sent_at', 'bigint')
      .addColumn('in_doubt', 'integer', (c) => c.notNull())
      .addColumn('change', 'text')
      .addColumn('cancel', 'text')
      .addColumn('kick_asked_by', 'text')
      .addColumn('problem', 'text')
      .addColumn('card_channel_id', 'text')
      .addColumn('card_ts', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addCheckConstraint('invite_window', sql`ends_at > starts_at`)
      .execute();
    // One invite at the provider belongs to one invite of ours: adopting it twice must fail, not double.
    await db.schema
      .createIndex('invite_provider')
      .on('invite')
      .column('provider_invite_id')
      .unique()
      .where(sql.ref('provider_invite_id'), 'is not', null)
      .execute();
    await db.schema.createIndex('invite_by_inviter').on('invite').columns(['inviter_id', 'ends_at']).execute();
    await db.schema.createIndex('invite_by_host').on('invite').columns(['host_id', 'ends_at']).execute();
    await db.schema.createIndex('invite_by_end').on('invite').columns(['ends_at', 'id']).execute();

    await db.schema
      .createTable('work')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('invite_id', 'text', (c) => c.notNull().references('invite.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .addColumn('gen', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('owed','taken','done','given_up')`))
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_until', 'bigint', (c) => c.notNull())
      .execute();
    // Only what is still owed is in the index: finding the due rows costs the same with a million finished ones.
    await db.schema
      .createIndex('work_due')
      .on('work')
      .columns(['next_at', 'id'])
      .where(sql.ref('state'), 'in', sql`('owed','taken')`)
      .execute();
    await db.schema.createIndex('work_by_invite').on('work').column('invite_id').execute();

    await db.schema
      .createTable('audit')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('invite_id', 'text', (c) => c.notNull().references('invite.id'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('audit_by_invite').on('audit').columns(['invite_id', 'at']).execute();
  },
};
