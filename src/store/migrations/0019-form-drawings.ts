import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** For which of the things somebody did in an open form it was drawn last, so that replicas draw it in the order of those. */
export const formDrawingsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('form_drawing')
      .addColumn('view_id', 'text', (c) => c.primaryKey())
      .addColumn('acted_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('form_drawing_by_time').on('form_drawing').column('acted_at').execute();
  },
};
