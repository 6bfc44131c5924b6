import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

/** Requests for approval, who approved them, and where approvers see them. An invite says which request it waits for. */
export const approvalsMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('invite').addColumn('awaits', 'text').execute();
    await db.schema.alterTable('member_batch').addColumn('awaits', 'text').execute();
    await db.schema
      .createTable('approval')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('workspace_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('invite','change','members')`))
      .addColumn('subject_id', 'text', (c) => c.notNull())
      .addColumn('requester_id', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('needed', 'integer', (c) => c.notNull())
      .addColumn('causes', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('terms', 'text')
      .addColumn('change', 'text')
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('asked', 'integer', (c) => c.notNull())
      .addColumn('reminders', 'integer', (c) => c.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_at', 'bigint')
      .addColumn('note', 'text')
      .addColumn('review', 'text', (c) => c.check(sql`review in ('open','closed')`))
      .addColumn('reviewed_by', 'text')
      .addColumn('reviewed_at', 'bigint')
      .addColumn('review_note', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute();
    // Of one invite or batch one request is open at a time.
    await db.schema
      .createIndex('approval_open')
      .on('approval')
      .column('subject_id')
      .unique()
      .where(sql.ref('state'), '=', 'open')
      .execute();
    await db.schema.createIndex('approval_by_subject').on('approval').columns(['subject_id', 'created_at']).execute();
    await db.schema.createIndex('approval_by_state').on('approval').columns(['state', 'created_at']).execute();
    await db.schema
      .createIndex('approval_by_review')
      .on('approval')
      .columns(['review', 'created_at'])
      .where(sql.ref('review'), 'is not', null)
      .execute();
    await db.schema
      .createTable('approval_vote')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('approval_id', 'text', (c) => c.notNull().references('approval.id'))
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('approval_vote_by_approval').on('approval_vote').column('approval_id').execute();
    await db.schema
      .createTable('approval_card')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('approval_id', 'text', (c) => c.notNull().references('approval.id'))
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('channel_id', 'text')
      .addColumn('ts', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('approval_card_by_approval').on('approval_card').column('approval_id').execute();
  },
};
