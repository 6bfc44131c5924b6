import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Requests that are about one person and several systems, and the batches of members that are parts of one. */
export const personRequestsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('person_request')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('request_key', 'text', (c) => c.notNull().unique())
      .addColumn('workspace_id', 'text', (c) => c.notNull())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('onboard','offboard')`))
      .addColumn('profile', 'text')
      .addColumn('email', 'text')
      .addColumn('parts', 'text', (c) => c.notNull())
      .addColumn('card_channel_id', 'text')
      .addColumn('card_ts', 'text')
      .addColumn('card_shown_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.alterTable('member_batch').addColumn('part_of', 'text').execute();
    await db.schema.createIndex('member_batch_by_part').on('member_batch').column('part_of').execute();
  },
};
