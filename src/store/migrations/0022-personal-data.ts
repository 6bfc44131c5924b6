import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Invites whose personal data is erased, and where messages and files stand in Slack, so that they can be erased as well. */
export const personalDataMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('erased_at', 'bigint').execute();
    await db.schema
      .createTable('sent_message')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('job_id', 'text', (c) => c.notNull())
      .addColumn('invite_id', 'text', (c) => c.references('invite.id'))
      .addColumn('channel_id', 'text', (c) => c.notNull())
      .addColumn('ts', 'text', (c) => c.notNull())
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addColumn('erasure', 'text')
      .execute();
    await db.schema
      .createTable('sent_file')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('sent_at', 'bigint', (c) => c.notNull())
      .addColumn('erasure', 'text')
      .execute();
    await db.schema.createIndex('sent_message_by_invite').on('sent_message').column('invite_id').execute();
    await db.schema.createIndex('sent_message_by_job').on('sent_message').column('job_id').execute();
    await db.schema.createIndex('sent_message_by_erasure').on('sent_message').column('erasure').execute();
    await db.schema.createIndex('sent_file_by_time').on('sent_file').column('sent_at').execute();
    // What ended so long ago.
    await db.schema.createIndex('invite_by_erasure').on('invite').columns(['erased_at', 'ends_at']).execute();
    await db.schema.alterTable('job').addColumn('about', 'text').execute();
    await fillAbout(db);
    await db.schema
      .createIndex('job_by_about')
      .on('job')
      .column('about')
      .where(sql.ref('about'), 'is not', null)
      .execute();
  },
};

/** Notices to one person say in their facts which invite they are about. */
async function fillAbout(db: Kysely<Tables>): Promise<void> {
  const rows = await db
    .selectFrom('job')
    .select(['id', 'facts'])
    .where('kind', 'in', ['admin_notice', 'direct_notice'])
    .execute();
  for (const { id, facts } of rows) {
    const { card, inviteId } = JSON.parse(facts) as { readonly card?: string; readonly inviteId?: string };
    const about = card ?? inviteId;
    if (about !== undefined) await db.updateTable('job').set({ about }).where('id', '=', id).execute();
  }
}
