import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** What one person wants of Guestlist, beside how they hear of their invites. */
export const preferencesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    const add = (column: string) => db.schema.alterTable('person_settings').addColumn(column, 'text').execute();
    await db.schema
      .alterTable('person_settings')
      .addColumn('tells_arrival', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('person_settings').addColumn('digest_hour', 'integer').execute();
    for (const column of ['digested_on', 'clock', 'channel_id', 'host_id', 'host_name', 'length']) await add(column);
  },
};
