import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** How each channel wants to be told; a channel without a row has the defaults. */
export const channelSettingsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('channel_settings')
      .addColumn('channel_id', 'text', (c) => c.primaryKey())
      .addColumn('starts', 'integer', (c) => c.notNull())
      .addColumn('warn_minutes', 'integer', (c) => c.notNull())
      .addColumn('style', 'text', (c) => c.notNull().check(sql`style in ('broadcast','thread','card')`))
      .addColumn('changed_by', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
