import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** The guest's address as it is compared: all invites of one guest are found without reading those of everybody on a computer. */
export const guestKeyMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .alterTable('invite')
      .addColumn('guest_key', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`update invite set guest_key = lower(guest_email)`.execute(db);
    await db.schema.createIndex('invite_by_guest').on('invite').columns(['guest_key', 'ends_at']).execute();
  },
};
