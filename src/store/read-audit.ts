import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { defined } from '../domain/defined.ts';
import type { Via } from '../domain/via.ts';
import { type AuditRow, isErased } from './audit-hash.ts';
import { type AuditEntry, entryOf } from './audit-rows.ts';
import { contains } from './contains.ts';
import type { Tables } from './schema.ts';

/** What to read of the audit log. What is left out does not narrow it. Instants are epoch milliseconds, both ends included. */
export type AuditFilter = {
  readonly workspaceId?: string;
  readonly actor?: string;
  readonly actions?: readonly string[];
  /** What it is about: an invite's id, a batch's id, or something at a provider. */
  readonly subject?: string;
  /** Only what was done by this person, or to invites this person invited to. */
  readonly concerns?: string;
  readonly via?: Via;
  readonly since?: number;
  readonly until?: number;
  /** Part of whom or what it is about, as searchKey() writes it: guest, computer, event, member. */
  readonly text?: string;
};

export type AuditQuery = AuditFilter & {
  readonly workspaceId: string;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: AuditCursor;
};

export type AuditCursor = { readonly at: number; readonly seq: number };

/** An entry with its place in its chain. What was erased is left out of its facts. */
export type AuditRecord = AuditEntry & {
  readonly workspaceId: string;
  readonly seq: number;
  readonly area?: string;
  readonly isErased?: true;
  readonly prevHash: string;
  readonly hash: string;
};

export type AuditPage = { readonly entries: readonly AuditRecord[]; readonly next?: AuditCursor };

/** One page of a workspace's audit log, newest first; `next` is there when there is more. */
export async function readAudit(db: Kysely<Tables>, query: AuditQuery): Promise<AuditPage> {
  const { after, limit } = query;
  const rows = await narrowed(db, query)
    .$if(after !== undefined, (found) => found.where(sql<boolean>`(at, seq) < (${after?.at}, ${after?.seq})`))
    // The same for the order.
    .orderBy(query.concerns === undefined ? sql.ref('at') : sql`at + 0`, 'desc')
    .orderBy('seq', 'desc')
    // One more says whether there is another page.
    .limit(limit + 1)
    .execute();
  const entries = rows.slice(0, limit).map(recordOf);
  const last = entries.at(-1);
  return { entries, ...(rows.length > limit && last !== undefined ? { next: { at: last.at, seq: last.seq } } : {}) };
}

/** Where an export is: after this row of this chain. */
export type ChainPlace = { readonly workspaceId: string; readonly seq: number };

/**
 * For exports: the next entries the filter lets through, chain by chain, oldest first, at most `limit` of them. Without `next` there are
 * no more.
 */
export async function exportAudit(
  db: Kysely<Tables>,
  filter: AuditFilter,
  limit: number,
  after?: ChainPlace,
): Promise<{ readonly entries: readonly AuditRecord[]; readonly next?: ChainPlace }> {
  const all = filter.workspaceId === undefined ? await auditEnds(db) : [{ workspaceId: filter.workspaceId }];
  for (const { workspaceId } of all) {
    if (after !== undefined && workspaceId < after.workspaceId) continue;
    const seq = after?.workspaceId === workspaceId ? after.seq : 0;
    const rows = await narrowed(db, { ...filter, workspaceId })
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    const last = rows.at(-1);
    if (last !== undefined) return { entries: rows.map(recordOf), next: { workspaceId, seq: last.seq } };
  }
  return { entries: [] };
}

/** Where each chain ends, in the order of their workspaces. */
export async function auditEnds(db: Kysely<Tables>): Promise<readonly (ChainPlace & { readonly hash: string })[]> {
  const heads = await db.selectFrom('audit_head').selectAll().execute();
  return heads
    .map(({ workspace_id, seq, hash }) => ({ workspaceId: workspace_id, seq, hash }))
    .toSorted((one, other) => (one.workspaceId < other.workspaceId ? -1 : 1));
}

function narrowed(db: Kysely<Tables>, filter: AuditFilter): SelectQueryBuilder<Tables, 'audit', AuditRow> {
  const { text = '' } = filter;
  const equal = defined({
    workspace_id: filter.concerns === undefined ? filter.workspaceId : undefined,
    actor: filter.actor,
    subject: filter.subject,
    via: filter.via,
  });
  let rows = db
    .selectFrom('audit')
    .selectAll()
    .where((eb) => eb.and(equal));
  // SQL has no empty list.
  if (filter.actions !== undefined) rows = rows.where('action', 'in', ['', ...filter.actions]);
  if (filter.since !== undefined) rows = rows.where('at', '>=', filter.since);
  if (filter.until !== undefined) rows = rows.where('at', '<=', filter.until);
  const { concerns, workspaceId } = filter;
  if (concerns !== undefined) {
    rows = rows.where(concerning(concerns, workspaceId));
    // Not as the index has it: SQLite would take that one, and look at every entry of the workspace.
    if (workspaceId !== undefined) rows = rows.where(sql`coalesce(workspace_id, '')`, '=', workspaceId);
  }
  return text === '' ? rows : rows.where((eb) => isAbout(eb, text));
}

type Where = ExpressionBuilder<Tables, 'audit'>;

/**
 * What a person did, and what was done to what the person asked for. As ids, so that three indexes find them: a look at every entry of the
 * log, for somebody who has done nothing, takes a second of a million.
 */
function concerning(personId: string, workspaceId: string | undefined) {
  return (eb: Where) => {
    const invites = eb.selectFrom('invite').select('invite.id').where('inviter_id', '=', personId);
    const batches = eb.selectFrom('member_batch').select('member_batch.id').where('requester_id', '=', personId);
    const own = eb.selectFrom('audit as own').select('own.id');
    return sql<boolean>`audit.id in ${own
      .where('own.actor', '=', personId)
      .$if(workspaceId !== undefined, (rows) => rows.where('own.workspace_id', '=', workspaceId ?? ''))
      .unionAll(own.where('own.invite_id', 'in', invites))
      .unionAll(own.where('own.subject', 'in', batches))}`;
  };
}

/**
 * An invite is about guest, computer and event, a batch of members about each of its rows. What was erased there is found no more. Both are
 * searched once, and not for every entry.
 */
function isAbout(eb: Where, text: string) {
  const invites = eb
    .selectFrom('invite')
    .select('invite.id')
    .where((each) =>
      each.or([
        contains('guest_key', text),
        contains('guest_email', text),
        contains('host_name', text),
        contains('event_name', text),
      ]),
    );
  const batches = eb.selectFrom('member_row').select('member_row.batch_id').where(contains('email_key', text));
  return eb.or([contains('audit.about', text), eb('invite_id', 'in', invites), eb('subject', 'in', batches)]);
}

function recordOf(row: AuditRow): AuditRecord {
  return {
    ...entryOf(row),
    workspaceId: row.workspace_id,
    seq: row.seq,
    ...(row.area === null ? {} : { area: row.area }),
    ...(isErased(row) ? { isErased: true } : {}),
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}
