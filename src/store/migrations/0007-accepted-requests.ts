import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** What was accepted from Slack lately, so that it does nothing the second time. */
export const acceptedRequestsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('accepted_request')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('signed', 'integer', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    // Each accepted request asks for the newest, and now and then for the oldest.
    await db.schema.createIndex('accepted_request_by_time').on('accepted_request').columns(['signed', 'at']).execute();
  },
};
