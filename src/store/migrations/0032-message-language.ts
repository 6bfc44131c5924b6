import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** The language in which a guest is written. Of older invites nobody chose it. */
export const messageLanguageMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('message_language', 'text').execute();
  },
};
