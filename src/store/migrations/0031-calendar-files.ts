import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Which invites have a calendar file in their thread, and what the newest one says, so that a change is sent once and under a greater number. */
export const calendarFilesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('calendar_file')
      .addColumn('invite_id', 'text', (c) => c.primaryKey().references('invite.id'))
      .addColumn('sequence', 'bigint')
      .addColumn('sent_hash', 'text')
      .addColumn('wanted_by', 'text')
      .execute();
  },
};
