import type { AuditFacts } from './audit-facts.ts';
import type { Via } from './via.ts';

/** An entry of the audit log as it leaves Guestlist. */
export type ExportedEntry = {
  readonly workspaceId: string;
  readonly seq: number;
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly inviteId?: string;
  readonly subject?: string;
  readonly via?: Via;
  readonly rule?: string;
  readonly approvedBy?: readonly string[];
  readonly reason?: string;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
  readonly facts: AuditFacts;
  readonly isErased?: true;
  readonly prevHash: string;
  readonly hash: string;
};

/** An entry as others read it: times as ISO 8601 in UTC. As JSON, keys that say nothing are left out. */
export function exported(entry: ExportedEntry): Readonly<Record<string, unknown>> {
  const { workspaceId, seq, id, at, actor, action, facts, isErased, prevHash, hash } = entry;
  const { via, rule, approvedBy, reason, before, after } = entry;
  return {
    workspace: workspaceId,
    seq,
    id,
    at: isoTime(at),
    actor,
    action,
    subject: subjectOf(entry),
    via,
    rule,
    approvedBy,
    reason,
    before,
    after,
    facts,
    erased: isErased,
    prevHash,
    hash,
  };
}

/** An entry as one line of JSON, without the line break. */
export function auditJson(entry: ExportedEntry): string {
  return JSON.stringify(exported(entry));
}

/** The columns of an export as CSV. */
export const auditColumns = [
  'workspace',
  'seq',
  'id',
  'at',
  'actor',
  'action',
  'subject',
  'via',
  'rule',
  'approved_by',
  'reason',
  'before',
  'after',
  'facts',
  'erased',
  'prev_hash',
  'hash',
] as const;

/** An entry as the cells of those columns. */
export function auditCells(entry: ExportedEntry): string[] {
  const json = (facts: AuditFacts | undefined) => (facts === undefined ? '' : JSON.stringify(facts));
  return [
    entry.workspaceId,
    String(entry.seq),
    entry.id,
    isoTime(entry.at),
    entry.actor,
    entry.action,
    subjectOf(entry),
    entry.via ?? '',
    entry.rule ?? '',
    (entry.approvedBy ?? []).join(' '),
    entry.reason ?? '',
    json(entry.before),
    json(entry.after),
    json(entry.facts),
    entry.isErased ? 'yes' : '',
    entry.prevHash,
    entry.hash,
  ];
}

/** What an entry is about. */
function subjectOf({ inviteId, subject }: ExportedEntry): string {
  return inviteId ?? subject ?? '';
}

/** A time nobody can write as a date is shown as its number. */
function isoTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
