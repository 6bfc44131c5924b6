import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../schema.ts';

const PAGE = 500;
const deeds = ['remove', 'role', 'resend', 'edit', 'cancel'].map((name) => `member_${name}_asked`);

/** What people did to systems is one history: where, and about whom, is found without reading what it says. Also of what is there already. */
export const historyMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await db.schema.alterTable('audit').addColumn('area', 'text').execute();
    await db.schema.alterTable('audit').addColumn('about', 'text').execute();
    await db.schema.alterTable('team_deed').addColumn('about', 'text').execute();
    await db.schema
      .createIndex('audit_history')
      .on('audit')
      .columns(['at', 'id'])
      .where(sql.ref('area'), 'is not', null)
      .execute();
    await fillMembers(db);
    await fillBatches(db);
    await fillGuests(db);
    await fillTeam(db);
  },
};

async function fillMembers(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('audit')
      .select(['id', 'subject', 'facts'])
      .where('action', 'in', deeds)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id, subject, facts } of rows) {
      const { name = '', email = '' } = JSON.parse(facts) as { name?: string; email?: string };
      const about = `${name} ${email}`.normalize('NFC').toLowerCase().trim();
      await db
        .updateTable('audit')
        .set({ area: subject.split('/')[0] ?? '', about })
        .where('id', '=', id)
        .execute();
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? '';
  }
}

async function fillBatches(db: Kysely<Tables>): Promise<void> {
  await sql`update audit set about = '', area = (select provider from member_batch where member_batch.id = audit.subject)
    where action in ('members_asked','members_retry_asked')`.execute(db);
}

/** What was asked of an invite of somebody else. */
async function fillGuests(db: Kysely<Tables>): Promise<void> {
  await sql`update audit set area = 'guests', about = (select lower(guest_email) from invite where invite.id = audit.invite_id)
    where action in ('cancel_asked','kick_asked','change_asked')
    and actor <> (select inviter_id from invite where invite.id = audit.invite_id)`.execute(db);
}

async function fillTeam(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('team_deed' as 'team_action')
      .select(['id', 'input'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id, input } of rows) {
      const { shown = [] } = JSON.parse(input) as { shown?: string[] };
      const about = shown.join(' ').normalize('NFC').toLowerCase();
      await db
        .updateTable('team_deed' as 'team_action')
        .set({ about })
        .where('id', '=', id)
        .execute();
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? '';
  }
}
