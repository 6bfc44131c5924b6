import type { Kysely } from 'kysely';
import { appendAudit } from './append-audit.ts';
import { type AuditEntry, entryOf } from './audit-rows.ts';
import type { Tables } from './schema.ts';
import { withoutAddress } from './subject-key.ts';

export type { AuditEntry, HistoryMark } from './audit-rows.ts';

/**
 * Appends an entry to the chain of its workspace. Inside a transaction of the store it is written when that is about to end (see
 * `transaction` in open-store.ts): what else the transaction reads does not show it yet.
 */
export async function insertAudit(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await db.transaction().execute((tx) => appendAudit(tx, [entry]));
}

/** What happened to an invite, oldest first. */
export function auditOfInvite(db: Kysely<Tables>, inviteId: string): Promise<readonly AuditEntry[]> {
  return entriesWith(db, 'invite_id', inviteId);
}

/** What happened to what is no guest's invite, oldest first. */
export function auditOfSubject(db: Kysely<Tables>, subject: string): Promise<readonly AuditEntry[]> {
  return entriesWith(db, 'subject', withoutAddress(subject));
}

async function entriesWith(db: Kysely<Tables>, column: 'invite_id' | 'subject', value: string): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where(column, '=', value)
    .orderBy('at')
    .orderBy('seq')
    .execute();
  return rows.map(entryOf);
}
