import type { Kysely, Selectable } from 'kysely';
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
};

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
