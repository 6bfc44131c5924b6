import { randomBytes } from 'node:crypto';
import { type AuditFacts, splitFacts } from '../domain/audit-facts.ts';
import { searchKey } from '../domain/text/search-key.ts';
import { isVia, type Via } from '../domain/via.ts';
import { type AuditRow, digestOf, hashOf, hasPersonal, type UnlinkedRow } from './audit-hash.ts';
import { withoutAddress } from './subject-key.ts';

export type AuditEntry = {
  readonly id: string;
  /** In whose chain it goes; left out, in that of the only workspace there is, or in one of its own (''). */
  readonly workspaceId?: string;
  /** The guest's invite it belongs to, if any. */
  readonly inviteId?: string;
  /** What it is about, when it is no invite: a batch's id, or something at a provider (`truvera/member/7`). */
  readonly subject?: string;
  /** Epoch ms. */
  readonly at: number;
  /** A Slack person's id, or 'guestlist'. */
  readonly actor: string;
  readonly action: string;
  readonly facts: AuditFacts;
  /** Set for what people do at systems, or to what is not theirs: it is part of the history that admins read. */
  readonly history?: HistoryMark;
  /** Through which surface it was done. */
  readonly via?: Via;
  /** The rule of the policy that allowed it. */
  readonly rule?: string;
  /** Slack persons who approved it. */
  readonly approvedBy?: readonly string[];
  /** Why, in the words of who asked for it. */
  readonly reason?: string;
  /** What was otherwise before, and how it is since: only what changed. */
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
};

/** Where it was done (a system's name, or `guests`, `settings`), and whom or what it was about, by which it is searched. */
export type HistoryMark = { readonly area: string; readonly about: string };

/** The end of a chain: what the next row follows. */
export type ChainEnd = { readonly seq: number; readonly hash: string };

/** What can be erased of an entry, in one piece of JSON. */
type Personal = {
  readonly facts?: AuditFacts;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
  readonly reason?: string;
};

/** An entry as a row, with no place in the chain of its workspace yet. */
export function rowOf(workspaceId: string, entry: AuditEntry): UnlinkedRow {
  const { facts, before, after, personal } = split(entry);
  return salted({
    workspace_id: workspaceId,
    id: wellFormed(entry.id),
    at: entry.at,
    actor: wellFormed(entry.actor),
    action: wellFormed(entry.action),
    invite_id: entry.inviteId ?? null,
    subject: wellFormed(entry.inviteId ?? withoutAddress(entry.subject ?? '')),
    area: entry.history === undefined ? null : wellFormed(entry.history.area),
    about: entry.history === undefined ? null : wellFormed(searchKey(entry.history.about)),
    via: entry.via ?? null,
    rule: entry.rule === undefined ? null : wellFormed(entry.rule),
    approved_by: entry.approvedBy === undefined ? null : JSON.stringify(entry.approvedBy),
    before,
    after,
    facts,
    personal,
  });
}

/** Adds the digest of what can be erased, and the salt in it. */
export function salted(row: Omit<UnlinkedRow, 'personal_salt' | 'personal_digest'>): UnlinkedRow {
  const secured = { ...row, personal_salt: hasPersonal(row) ? randomBytes(16).toString('hex') : null };
  return { ...secured, personal_digest: digestOf(secured) };
}

/** A row as the next of a chain. */
export function linked(end: ChainEnd, row: UnlinkedRow): AuditRow {
  const next = { ...row, seq: end.seq + 1, prev_hash: end.hash };
  return { ...next, hash: hashOf(next) };
}

/** The columns of an entry's facts: what can be kept for good, and in `personal` what may have to be erased. JSON, or null for nothing. */
export function split(entry: Pick<AuditEntry, 'facts' | 'before' | 'after' | 'reason'>) {
  const facts = splitFacts(entry.facts);
  const before = splitFacts(entry.before ?? {});
  const after = splitFacts(entry.after ?? {});
  const personal: Personal = {
    ...(isEmpty(facts.personal) ? {} : { facts: facts.personal }),
    ...(isEmpty(before.personal) ? {} : { before: before.personal }),
    ...(isEmpty(after.personal) ? {} : { after: after.personal }),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
  return {
    facts: JSON.stringify(facts.plain),
    before: entry.before === undefined ? null : JSON.stringify(before.plain),
    after: entry.after === undefined ? null : JSON.stringify(after.plain),
    personal: isEmpty(personal) ? null : JSON.stringify(personal),
  };
}

/** A row as an entry: both parts of its facts as one. What was erased is left out. */
export function entryOf(row: ReadColumns): AuditEntry {
  const personal = row.personal === null ? {} : (JSON.parse(row.personal) as Personal);
  const { before, after } = row;
  return {
    id: row.id,
    ...(row.invite_id === null ? { subject: row.subject } : { inviteId: row.invite_id }),
    at: row.at,
    actor: row.actor,
    action: row.action,
    facts: merge(row.facts, personal.facts),
    ...(isVia(row.via) ? { via: row.via } : {}),
    ...(row.rule === null ? {} : { rule: row.rule }),
    ...(row.approved_by === null ? {} : { approvedBy: JSON.parse(row.approved_by) as string[] }),
    ...(personal.reason === undefined ? {} : { reason: personal.reason }),
    ...(before === null ? {} : { before: merge(before, personal.before) }),
    ...(after === null ? {} : { after: merge(after, personal.after) }),
  };
}

/** The facts of a row, both parts as one. */
export function factsOf({ facts, personal }: Pick<AuditRow, 'facts' | 'personal'>): AuditFacts {
  return merge(facts, personal === null ? undefined : (JSON.parse(personal) as Personal).facts);
}

type ReadColumns = Pick<
  AuditRow,
  | 'id'
  | 'invite_id'
  | 'subject'
  | 'at'
  | 'actor'
  | 'action'
  | 'facts'
  | 'personal'
  | 'via'
  | 'rule'
  | 'approved_by'
  | 'before'
  | 'after'
>;

function merge(plain: string, personal: AuditFacts | undefined): AuditFacts {
  return { ...(JSON.parse(plain) as AuditFacts), ...personal };
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}

/** Half a character, from a text that was cut, would come back from a database as another one, and the hash would not be right. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
