import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** What is kept while a provider refuses us. */
export const refusalsAndLateEffectsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('refused_key')
      .addColumn('provider', 'text', (c) => c.primaryKey())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.alterTable('invite').addColumn('stuck_since', 'bigint').execute();
    await db.schema.alterTable('work').addColumn('sent_post', 'text').execute();
    // Ends that nobody saw are few, and are looked at again until somebody did.
    await db.schema
      .createIndex('invite_end_unseen')
      .on('invite')
      .columns(['seen_in', 'id'])
      .where(sql<boolean>`state = 'ended' and problem is not null`)
      .execute();
    await db.schema
      .createTable('unanswered_write')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('invite_id', 'text', (c) => c.notNull().references('invite.id'))
      .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('create','change','settled')`))
      .addColumn('sent', 'text', (c) => c.notNull())
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addColumn('over_at', 'bigint', (c) => c.notNull())
      .addColumn('overtaken', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('surplus_id', 'text')
      .execute();
    await db.schema.createIndex('unanswered_write_by_invite').on('unanswered_write').column('invite_id').execute();
    await db.schema
      .createIndex('unanswered_write_open')
      .on('unanswered_write')
      .column('over_at')
      .where(sql<boolean>`surplus_id is null`)
      .execute();
    await db.schema
      .createIndex('unanswered_write_surplus')
      .on('unanswered_write')
      .column('surplus_id')
      .where(sql<boolean>`surplus_id is not null`)
      .execute();
  },
};
