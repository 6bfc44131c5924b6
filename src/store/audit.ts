import type { Kysely, Selectable } from 'kysely';
import { searchKey } from '../domain/search-key.ts';
import type { AuditTable, Tables } from './schema.ts';

export type AuditEntry = {
  readonly id: string;
  /** The guest's invite it belongs to, if any. */
  readonly inviteId?: string;
  /** What it is about, when it is no invite: a batch's id, or something at a provider (`truvera/member/7`). */
  readonly subject?: string;
  readonly at: number;
  /** A Slack person's id, or 'guestlist'. */
  readonly actor: string;
  readonly action: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** Set for what people do at systems, or to what is not theirs: it is part of the history that admins read. */
  readonly history?: HistoryMark;
};

/** Where it was done (a system's name, or `guests`, `settings`), and whom or what it was about, by which it is searched. */
export type HistoryMark = { readonly area: string; readonly about: string };

export async function insertAudit(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      id: entry.id,
      invite_id: entry.inviteId ?? null,
      subject: entry.inviteId ?? entry.subject ?? '',
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      facts: JSON.stringify(entry.facts),
      area: entry.history?.area ?? null,
      about: entry.history === undefined ? null : searchKey(entry.history.about),
    })
    .execute();
}

/** What happened to an invite, oldest first. */
export async function auditOfInvite(db: Kysely<Tables>, inviteId: string): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('invite_id', '=', inviteId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(entryOf);
}

/** What happened to what is no guest's invite, oldest first. */
export async function auditOfSubject(db: Kysely<Tables>, subject: string): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(entryOf);
}

function entryOf(row: Selectable<AuditTable>): AuditEntry {
  return {
    id: row.id,
    ...(row.invite_id === null ? { subject: row.subject } : { inviteId: row.invite_id }),
    at: row.at,
    actor: row.actor,
    action: row.action,
    facts: JSON.parse(row.facts) as AuditEntry['facts'],
  };
}
