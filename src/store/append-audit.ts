import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { type AuditRow, contentOf, type UnlinkedRow } from './audit-hash.ts';
import { type AuditEntry, type ChainEnd, linked, rowOf } from './audit-rows.ts';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './schema.ts';

/**
 * Appends entries to the chains of their workspaces, in the order given. They are the last statements of a transaction: the end of a
 * chain is held from here to the commit and nothing else is waited for meanwhile, so that writers come one after the other and none
 * waits for itself.
 */
export async function appendAudit(tx: Transaction<Tables>, entries: readonly AuditEntry[]): Promise<void> {
  const placed = entries.length === 0 ? [] : await withWorkspaces(tx, entries);
  // In one order for everybody: two who write to the same two chains meet at the first.
  const sorted = placed.toSorted((one, other) => compare(one.workspaceId, other.workspaceId));
  const append = isPostgres(tx) ? appendOnPostgres : appendOnSqlite;
  for (const entry of sorted) await append(tx, rowOf(entry.workspaceId, entry));
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Those of a row without its place, in the order in which statements name them. */
const columns = [
  'id',
  'workspace_id',
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
] as const satisfies readonly (keyof UnlinkedRow)[];
const names = columns.map((column) => `"${column}"`).join(', ');

// Each change of anything ends with these statements while others wait for it, so they are written once and not built each time.

/** Links the row where the end of the chain is held: once there and back. */
const onPostgres = `
  with head as (
    insert into audit_head (workspace_id, seq, prev_hash, hash) values ($2, 1, '', ${sha256(`'', 1`)})
    on conflict (workspace_id) do update set seq = audit_head.seq + 1, prev_hash = audit_head.hash,
      hash = ${sha256('audit_head.hash, audit_head.seq + 1')}
    returning seq, prev_hash, hash)
  insert into audit (${names}, seq, prev_hash, hash)
  select ${columns.map((column, n) => `$${n + 1}::${column === 'at' ? 'bigint' : 'text'}`).join(', ')}, seq, prev_hash, hash from head`;

/** As hashOf() in audit-hash.ts; the last parameter is what the row says. */
function sha256(before: string): string {
  const text = `concat_ws(chr(10), ${before}, $${columns.length + 1}::text)`;
  return `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
}

async function appendOnPostgres(tx: Transaction<Tables>, row: UnlinkedRow): Promise<void> {
  const values = columns.map((column) => row[column]);
  await tx.executeQuery(CompiledQuery.raw(onPostgres, [...values, contentOf(row)]));
}

const readEnd = 'select seq, hash from audit_head where workspace_id = ?';
const insertRow = `insert into audit (${names}, seq, prev_hash, hash) values (${'?, '.repeat(columns.length)}?, ?, ?)`;
const moveEnd = `insert into audit_head (workspace_id, seq, prev_hash, hash) values (?, ?, ?, ?)
  on conflict (workspace_id) do update set seq = excluded.seq, prev_hash = excluded.prev_hash, hash = excluded.hash`;

/** The transaction is the only one that writes. */
async function appendOnSqlite(tx: Transaction<Tables>, row: UnlinkedRow): Promise<void> {
  const { rows } = await tx.executeQuery<ChainEnd>(CompiledQuery.raw(readEnd, [row.workspace_id]));
  const next: AuditRow = linked(rows[0] ?? { seq: 0, hash: '' }, row);
  const place = [next.seq, next.prev_hash, next.hash];
  await tx.executeQuery(CompiledQuery.raw(insertRow, [...columns.map((column) => row[column]), ...place]));
  await tx.executeQuery(CompiledQuery.raw(moveEnd, [row.workspace_id, ...place]));
}

type Placed = AuditEntry & { readonly workspaceId: string };

/** What is written before Slack has said which workspace this is belongs to the one that the store knows, if there is only one. */
async function withWorkspaces(db: Kysely<Tables>, entries: readonly AuditEntry[]): Promise<readonly Placed[]> {
  const isPlaced = (entry: AuditEntry): entry is Placed => (entry.workspaceId ?? '') !== '';
  if (entries.every(isPlaced)) return entries;
  const known = await db
    .selectFrom('audit_head')
    .select('workspace_id')
    .where('workspace_id', '<>', '')
    .limit(2)
    .execute();
  const workspaceId = known.length === 1 ? (known[0]?.workspace_id ?? '') : '';
  return entries.map((entry) => (isPlaced(entry) ? entry : { ...entry, workspaceId }));
}
