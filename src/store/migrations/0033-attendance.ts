import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** When guests connected and left, as the provider's log has it. A part of no invite: it changes nothing about what is wanted. */
export const attendanceMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('attendance')
      .addColumn('invite_id', 'text', (c) => c.primaryKey().references('invite.id'))
      .addColumn('first_at', 'bigint')
      .addColumn('connected_at', 'bigint')
      .addColumn('left_at', 'bigint')
      .addColumn('unclear_at', 'bigint')
      .addColumn('absent_at', 'bigint')
      .execute();
  },
};
