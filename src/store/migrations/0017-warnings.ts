import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Warnings of ends stay known, so that they say what became of them; and how people want to hear of their invites. */
export const warningsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('warning')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('thread_of', 'text')
      .addColumn('person_id', 'text')
      .addColumn('mentions', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('channel_id', 'text')
      .addColumn('ts', 'text')
      .addColumn('shown_at', 'bigint')
      .execute();
    await db.schema
      .createTable('warning_line')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('warning_id', 'text', (c) => c.notNull().references('warning.id'))
      .addColumn('invite_id', 'text', (c) => c.notNull().references('invite.id'))
      .addColumn('ends_at', 'bigint', (c) => c.notNull())
      .addColumn('outcome', 'text')
      .execute();
    await db.schema.createIndex('warning_line_by_warning').on('warning_line').column('warning_id').execute();
    await db.schema.createIndex('warning_line_by_invite').on('warning_line').column('invite_id').execute();
    await db.schema
      .createTable('person_settings')
      .addColumn('person_id', 'text', (c) => c.primaryKey())
      .addColumn('reach', 'text', (c) => c.notNull().check(sql`reach in ('mention','direct')`))
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
