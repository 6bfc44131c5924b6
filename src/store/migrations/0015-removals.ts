import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** What is to be taken away from members, and stays wanted until a system confirms it. */
export const removalsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('removal')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('member','invite','team')`))
      .addColumn('provider', 'text', (c) => c.notNull())
      .addColumn('target_key', 'text', (c) => c.notNull())
      .addColumn('target', 'text', (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('asked_by', 'text', (c) => c.notNull())
      .addColumn('askers', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('wanted','done','refused','withdrawn')`))
      .addColumn('problem', 'text')
      .addColumn('stuck_since', 'bigint')
      .addColumn('sent_at', 'bigint')
      .addColumn('asked_at', 'bigint', (c) => c.notNull())
      .execute();
    // Two who want the same want one thing.
    await db.schema
      .createIndex('removal_wanted')
      .unique()
      .on('removal')
      .columns(['kind', 'provider', 'target_key'])
      .where(sql<boolean>`state = 'wanted'`)
      .execute();
  },
};
