import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Guests who are invited together, with one card. An invite says which group it is in, and at which place. */
export const guestGroupsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('group_id', 'text').execute();
    await db.schema.alterTable('invite').addColumn('group_position', 'integer').execute();
    await db.schema
      .createIndex('invite_by_group')
      .on('invite')
      .columns(['group_id', 'group_position'])
      .where(sql.ref('group_id'), 'is not', null)
      .execute();
    await db.schema
      .createTable('guest_group')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('request_key', 'text', (c) => c.notNull().unique())
      .addColumn('workspace_id', 'text', (c) => c.notNull())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('card_channel_id', 'text')
      .addColumn('card_ts', 'text')
      .addColumn('card_shown_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
