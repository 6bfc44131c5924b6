import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { MemberBatch, MemberRow } from '../domain/member-batch.ts';
import { emailKey } from '../domain/text/email.ts';
import { readJson, readJsonIfAny, StoredProblem } from './json-columns.ts';
import { columnsOf, toRow } from './rows.ts';
import type { MemberBatchTable, MemberRowTable } from './schema.ts';

const Named = z.object({ id: z.string(), name: z.string() });
const Terms = z.object({
  role: Named.exactOptional(),
  group: Named.exactOptional(),
  appRule: Named.exactOptional(),
  sendEmail: z.boolean(),
});
const State = z.enum(['waiting', 'sent', 'invited', 'failed', 'cancelled']);

/** A batch as the domain knows it. */
export function batchOf(row: Selectable<MemberBatchTable>): MemberBatch {
  const columns = columnsOf<Omit<MemberBatch, 'actorId'>>(row);
  return {
    ...columns,
    terms: readJson(Terms, columns.terms),
    pause: readJsonIfAny(StoredProblem, columns.pause),
    actorId: row.actor_id ?? row.requester_id,
  };
}

/** A batch as a row. */
export const batchRowOf: (batch: MemberBatch) => Insertable<MemberBatchTable> = toRow;

/** An address of a batch as the domain knows it. */
export function memberRowOf(row: Selectable<MemberRowTable>): MemberRow {
  const { email_key: _, ...own } = row;
  const columns = columnsOf<MemberRow>(own);
  return { ...columns, state: State.parse(row.state), problem: readJsonIfAny(StoredProblem, columns.problem) };
}

/** An address of a batch as a row. */
export function rowOfMember(row: MemberRow): MemberRowTable {
  return { ...toRow(row), email_key: emailKey(row.email) };
}
