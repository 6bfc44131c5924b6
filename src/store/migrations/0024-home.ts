import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

const isOpen = sql<boolean>`state in ('requested','granted','cancelling')`;
const isClosed = sql<boolean>`state in ('cancelled','ended')`;
const isTroubled = sql<boolean>`(state = 'failed' or in_doubt = 1 or stuck_since is not null or inviter_left is not null or problem is not null) and state in ('requested','granted','cancelling','failed')`;

/** The Home tabs that people opened, and the invites that stand in them without a look at all others. */
export const homeMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema
      .createTable('home')
      .addColumn('person_id', 'text', (c) => c.primaryKey())
      .addColumn('opened_at', 'bigint', (c) => c.notNull())
      .addColumn('visits', 'integer', (c) => c.notNull())
      .addColumn('is_watched', 'integer', (c) => c.notNull())
      .addColumn('scope', 'text')
      .addColumn('part', 'text', (c) => c.notNull())
      .addColumn('host_id', 'text')
      .addColumn('host_name', 'text')
      .addColumn('page', 'integer', (c) => c.notNull())
      .addColumn('shown_at', 'bigint')
      .addColumn('shown_hash', 'text')
      .addColumn('slack_hash', 'text')
      .execute();
    await db.schema
      .createIndex('home_watched')
      .on('home')
      .column('person_id')
      .where(sql<boolean>`is_watched = 1`)
      .execute();
    const index = (name: string, columns: string[], where: typeof isOpen) =>
      db.schema
        .createIndex(name)
        .on('invite')
        .columns(columns as ['id'])
        .where(where)
        .execute();
    await index('invite_open_by_start', ['starts_at', 'id'], isOpen);
    await index('invite_open_by_inviter_start', ['inviter_id', 'starts_at', 'id'], isOpen);
    await index('invite_open_by_host_start', ['host_id', 'starts_at', 'id'], isOpen);
    await index('invite_closed_by_end', ['ends_at', 'id'], isClosed);
    await index('invite_closed_by_inviter_end', ['inviter_id', 'ends_at', 'id'], isClosed);
    await index('invite_troubled_by_end', ['ends_at', 'id'], isTroubled);
    await index('invite_troubled_by_inviter_end', ['inviter_id', 'ends_at', 'id'], isTroubled);
  },
};
