import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { InviteChange } from '../domain/invite.ts';
import { isOfNoInterestAt, type Sent, type UnansweredWrite } from '../domain/unanswered-write.ts';
import { SentChange } from './invite-rows.ts';
import type { Tables, UnansweredWriteTable } from './schema.ts';

const SentInvite = z.object({
  hostId: z.string(),
  guestEmail: z.string(),
  eventName: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
});

function writeOf(row: Selectable<UnansweredWriteTable>): UnansweredWrite {
  const common = { id: row.id, inviteId: row.invite_id, sentAt: row.sent_at, overtaken: row.overtaken === 1 };
  const sent: unknown = JSON.parse(row.sent);
  if (row.kind === 'create') return { ...common, kind: 'create', sent: SentInvite.parse(sent) };
  return { ...common, kind: 'change', sent: SentChange.parse(sent) as InviteChange };
}

/** Writes down that something is about to be sent. */
export async function insertUnanswered(db: Kysely<Tables>, write: Omit<UnansweredWrite, 'overtaken'>): Promise<void> {
  const what = { kind: write.kind, sent: write.sent } as Sent;
  await db
    .insertInto('unanswered_write')
    .values({
      id: write.id,
      invite_id: write.inviteId,
      kind: write.kind,
      sent: JSON.stringify(write.sent),
      sent_at: write.sentAt,
      expires_at: isOfNoInterestAt(write.sentAt, what),
      surplus_id: null,
    })
    .execute();
}

/** It has its answer. */
export async function forgetUnanswered(db: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom('unanswered_write')
    .where('id', 'in', [...ids])
    .where('surplus_id', 'is', null)
    .execute();
}

/** What was sent for an invite and may still be carried out, oldest first. */
export async function unansweredOf(db: Kysely<Tables>, inviteId: string): Promise<readonly UnansweredWrite[]> {
  const rows = await db
    .selectFrom('unanswered_write')
    .selectAll()
    .where('invite_id', '=', inviteId)
    .where(isOpen)
    .orderBy('sent_at')
    .orderBy('id')
    .execute();
  return rows.map(writeOf);
}

/** The changes of an invite that have no answer are wanted no more: something else is so, or the response was that they were not made. */
export async function overtakeChanges(db: Kysely<Tables>, inviteId: string): Promise<void> {
  await db
    .updateTable('unanswered_write')
    .set({ overtaken: 1 })
    .where('invite_id', '=', inviteId)
    .where('kind', '=', 'change')
    .execute();
}

/** All that was sent and may still be carried out, oldest first; at most 1,000, of which there are a few. */
export async function unansweredWrites(db: Kysely<Tables>, now: number): Promise<readonly UnansweredWrite[]> {
  const rows = await db
    .selectFrom('unanswered_write')
    .selectAll()
    .where(isOpen)
    .where('expires_at', '>', now)
    .orderBy('sent_at')
    .orderBy('id')
    .limit(1_000)
    .execute();
  return rows.map(writeOf);
}

/** This is its result, and nobody wants it: from now on it is no other's, and to be cancelled. False when it was marked before. */
export async function markSurplus(db: Kysely<Tables>, id: string, providerInviteId: string): Promise<boolean> {
  const result = await db
    .updateTable('unanswered_write')
    .set({ surplus_id: providerInviteId })
    .where('id', '=', id)
    .where(isOpen)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Takes the mark's purpose away once that is cancelled: true for the first. The row stays for a while, since a page of the
 * provider's list that was read before still shows it.
 */
export async function settleSurplus(db: Kysely<Tables>, providerInviteId: string): Promise<boolean> {
  const result = await db
    .updateTable('unanswered_write')
    .set({ kind: 'settled' })
    .where('surplus_id', '=', providerInviteId)
    .where('kind', '!=', 'settled')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Forgets what does not count any more. */
export async function forgetOldUnanswered(db: Kysely<Tables>, now: number): Promise<void> {
  await db
    .deleteFrom('unanswered_write')
    .where('expires_at', '<=', now)
    .where((eb) => eb.or([eb('surplus_id', 'is', null), eb('kind', '=', 'settled')]))
    .execute();
}

// Spelled as in the index, or SQLite does not use it.
const isOpen = sql<boolean>`surplus_id is null`;
