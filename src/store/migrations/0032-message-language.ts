import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** The language in which a guest is written. Of older invites and series nobody chose it. */
export const messageLanguageMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('series').addColumn('message_language', 'text').execute();
    await db.schema.alterTable('invite').addColumn('message_language', 'text').execute();
  },
};
