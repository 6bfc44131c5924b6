import type { Kysely } from 'kysely';
import type { CalendarFile } from '../domain/calendar/calendar-file.ts';
import { defined } from '../domain/defined.ts';
import type { Tables } from './schema.ts';

/** The calendar file of an invite; undefined when nobody has asked for one. */
export async function calendarFile(db: Kysely<Tables>, inviteId: string): Promise<CalendarFile | undefined> {
  const row = await db.selectFrom('calendar_file').selectAll().where('invite_id', '=', inviteId).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    inviteId,
    sequence: row.sequence ?? undefined,
    sentHash: row.sent_hash ?? undefined,
    wantedBy: row.wanted_by ?? undefined,
  };
}

/** Writes down that somebody wants the calendar file of an invite. */
export async function wantCalendarFile(
  db: Kysely<Tables>,
  { inviteId, personId }: { readonly inviteId: string; readonly personId: string },
): Promise<void> {
  await db
    .insertInto('calendar_file')
    .values({ invite_id: inviteId, sequence: null, sent_hash: null, wanted_by: personId })
    .onConflict((conflict) => conflict.column('invite_id').doUpdateSet({ wanted_by: personId }))
    .execute();
}

/** Writes down what was sent, and that nobody waits for it any more; without a `sequence` that it is not sent. */
export async function settleCalendarFile(
  db: Kysely<Tables>,
  {
    inviteId,
    sequence,
    sentHash,
  }: Pick<CalendarFile, 'inviteId'> & Partial<Pick<CalendarFile, 'sequence' | 'sentHash'>>,
): Promise<void> {
  await db
    .updateTable('calendar_file')
    .set({ wanted_by: null, ...defined({ sequence, sent_hash: sentHash }) })
    .where('invite_id', '=', inviteId)
    .execute();
}
