import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Series of invites. An invite says which occurrence of which series it is: of each try there is one. */
export const seriesMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('series_id', 'text').execute();
    await db.schema.alterTable('invite').addColumn('occurrence', 'text').execute();
    await db.schema
      .createIndex('invite_by_occurrence')
      .on('invite')
      .columns(['series_id', 'occurrence'])
      .unique()
      .where(sql.ref('series_id'), 'is not', null)
      .execute();
    await db.schema
      .createTable('series')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('request_key', 'text', (c) => c.notNull().unique())
      .addColumn('workspace_id', 'text', (c) => c.notNull())
      .addColumn('inviter_id', 'text', (c) => c.notNull())
      .addColumn('inviter_zone', 'text')
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('guest_email', 'text', (c) => c.notNull())
      .addColumn('host_id', 'text', (c) => c.notNull())
      .addColumn('host_name', 'text', (c) => c.notNull())
      .addColumn('event_name', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('permissions', 'text', (c) => c.notNull())
      .addColumn('send_email', 'integer', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('clash_answered', 'text', (c) => c.notNull())
      .addColumn('time_zone', 'text', (c) => c.notNull())
      .addColumn('start_time', 'text', (c) => c.notNull())
      .addColumn('end_time', 'text', (c) => c.notNull())
      .addColumn('end_days', 'integer', (c) => c.notNull())
      .addColumn('fold', 'text', (c) => c.notNull())
      .addColumn('weekdays', 'text', (c) => c.notNull())
      .addColumn('first_date', 'text', (c) => c.notNull())
      .addColumn('until_date', 'text', (c) => c.notNull())
      .addColumn('marks', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('active','ended')`))
      .addColumn('ended_by', 'text')
      .addColumn('inviter_left', 'text')
      .addColumn('card_channel_id', 'text')
      .addColumn('card_ts', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('series_by_state').on('series').columns(['state', 'created_at']).execute();
  },
};
