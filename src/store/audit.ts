import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

export type AuditEntry = {
  readonly id: string;
  readonly inviteId: string;
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
      invite_id: entry.inviteId,
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
  return rows.map((row) => ({
    id: row.id,
    inviteId: row.invite_id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    facts: JSON.parse(row.facts) as AuditEntry['facts'],
  }));
}
