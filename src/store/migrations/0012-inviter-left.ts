import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Invites whose inviter has left, and the open invites of one person without a look at all that are over. */
export const inviterLeftMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('inviter_left', 'text').execute();
    await db.schema
      .createIndex('invite_open_by_inviter')
      .on('invite')
      .columns(['inviter_id', 'id'])
      .where(sql<boolean>`state in ('requested','granted','cancelling')`)
      .execute();
  },
};
