import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** What people used of what they may have within an hour, and on whose right the rest of a batch of members is sent. */
export const sharesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('share_use')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('amount', 'integer', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('share_use_by_person').on('share_use').columns(['person_id', 'kind', 'at']).execute();
    // Of batches that are there already: who asked for them.
    await db.schema.alterTable('member_batch').addColumn('actor_id', 'text').execute();
  },
};
