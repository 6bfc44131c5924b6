import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { AuditFacts } from '../../domain/audit-facts.ts';
import type { AuditRow } from '../audit-hash.ts';
import { type ChainEnd, linked, salted, split } from '../audit-rows.ts';
import { isPostgres } from '../is-postgres.ts';
import type { Tables } from '../schema.ts';
import { withoutAddress } from '../subject-key.ts';
import { keepAppendOnly } from './0021-append-only.ts';

/** Rows read and written at once: SQLite and PostgreSQL both take this many times the columns as parameters. */
const PAGE = 1000;

/**
 * The audit log becomes append-only and chained by hashes per workspace; what it says of guests goes where it can be erased. Rows that
 * are there are chained in the order of their times: a million takes some minutes, once.
 */
export const auditChainMigration: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    for (const index of ['audit_by_invite', 'audit_by_subject', 'audit_history']) {
      await db.schema.dropIndex(index).execute();
    }
    await db.schema.alterTable('audit').renameTo('audit_before').execute();
    await db.schema.createIndex('audit_before_by_time').on('audit_before').columns(['at', 'id']).execute();
    await makeTables(db);
    await chainAll(db);
    await db.schema.dropTable('audit_before').execute();
    await makeIndexes(db);
    await keepAppendOnly(db);
    await makeStream(db);
  },
};

async function makeTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('workspace_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('invite_id', 'text', (c) => c.references('invite.id'))
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('area', 'text')
    .addColumn('about', 'text')
    .addColumn('via', 'text')
    .addColumn('rule', 'text')
    .addColumn('approved_by', 'text')
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('personal', 'text')
    .addColumn('personal_salt', 'text')
    .addColumn('personal_digest', 'text')
    .addColumn('prev_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('audit_head')
    .addColumn('workspace_id', 'text', (c) => c.primaryKey())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('prev_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
}

async function makeStream(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('audit_stream')
    .addColumn('sink', 'text', (c) => c.primaryKey())
    .addColumn('places', 'text', (c) => c.notNull())
    .addColumn('failing_since', 'bigint')
    .execute();
}

async function makeIndexes(db: Kysely<Tables>): Promise<void> {
  const index = (name: string, columns: readonly (keyof AuditRow)[]) =>
    db.schema
      .createIndex(name)
      .on('audit')
      .columns([...columns]);
  await index('audit_in_chain', ['workspace_id', 'seq']).unique().execute();
  await index('audit_by_invite', ['invite_id', 'at']).execute();
  await index('audit_by_subject', ['subject', 'at']).execute();
  await index('audit_by_time', ['workspace_id', 'at', 'seq']).execute();
  await index('audit_by_actor', ['workspace_id', 'actor', 'at', 'seq']).execute();
  await index('audit_by_action', ['workspace_id', 'action', 'at', 'seq']).execute();
  await index('audit_history', ['at', 'id']).where(sql.ref('area'), 'is not', null).execute();
}

type OldRow = Pick<
  AuditRow,
  'id' | 'invite_id' | 'subject' | 'at' | 'actor' | 'action' | 'facts' | 'area' | 'about' | 'workspace_id'
>;

type Head = ChainEnd & { readonly prev_hash: string };

async function chainAll(db: Kysely<Tables>): Promise<void> {
  const ends = new Map<string, Head>();
  const only = await onlyWorkspace(db);
  for await (const page of oldPages(db)) {
    const rows: AuditRow[] = [];
    for (const old of page) {
      const workspaceId = old.workspace_id || only;
      const row = chained(ends.get(workspaceId) ?? { seq: 0, hash: '' }, workspaceId, old);
      // Not the row: with it every text it holds.
      ends.set(workspaceId, { seq: row.seq, prev_hash: row.prev_hash, hash: row.hash });
      rows.push(row);
    }
    await insertRows(db, rows);
  }
  for (const [workspace_id, head] of ends) {
    await db
      .insertInto('audit_head')
      .values({ workspace_id, ...head })
      .execute();
  }
}

function chained(end: ChainEnd, workspaceId: string, old: OldRow): AuditRow {
  const facts = JSON.parse(old.facts) as AuditFacts;
  const later = { via: null, rule: null, approved_by: null };
  const subject = withoutAddress(old.subject);
  return linked(end, salted({ ...old, ...later, ...split({ facts }), subject, workspace_id: workspaceId }));
}

/** The workspace of what says of none: of systems, of channels. */
async function onlyWorkspace(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select workspace_id as id from invite where workspace_id <> '' union
    select workspace_id as id from member_batch where workspace_id <> '' limit 2`.execute(db);
  return rows.length === 1 ? (rows[0]?.id ?? '') : '';
}

async function* oldPages(db: Kysely<Tables>): AsyncGenerator<readonly OldRow[]> {
  let after = sql`true`;
  for (;;) {
    const { rows } = await sql<OldRow>`
      select old.*, coalesce(invite.workspace_id, member_batch.workspace_id, '') as workspace_id
      from (select * from audit_before where ${after} order by at, id limit ${sql.lit(PAGE)}) as old
      left join invite on invite.id = old.invite_id
      left join member_batch on member_batch.id = old.subject
      order by old.at, old.id`.execute(db);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = sql`(at, id) > (${last.at}, ${last.id})`;
  }
}

const columns = [
  'id',
  'workspace_id',
  'seq',
  'at',
  'actor',
  'action',
  'invite_id',
  'subject',
  'area',
  'about',
  'via',
  'rule',
  'approved_by',
  'before',
  'after',
  'facts',
  'personal',
  'personal_salt',
  'personal_digest',
  'prev_hash',
  'hash',
] as const satisfies readonly (keyof AuditRow)[];

/** Written without kysely's builder, which takes longer over a page than the database does. */
async function insertRows(db: Kysely<Tables>, rows: readonly AuditRow[]): Promise<void> {
  const mark = isPostgres(db) ? (n: number) => `$${n + 1}` : () => '?';
  const values = rows.map((_, nth) => `(${columns.map((__, n) => mark(nth * columns.length + n)).join(',')})`);
  const names = columns.map((column) => `"${column}"`).join(',');
  const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
  await db.executeQuery(CompiledQuery.raw(`insert into audit (${names}) values ${values.join(',')}`, parameters));
}
