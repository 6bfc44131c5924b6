import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** The inviter's own zone: a card names the zone of its times only where that is another. Of older invites nobody knows it. */
export const inviterZoneMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('inviter_zone', 'text').execute();
  },
};
