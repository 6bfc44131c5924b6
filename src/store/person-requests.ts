import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { MemberBatch } from '../domain/member-batch.ts';
import type { PersonRequest, RemovalPart } from '../domain/person-request.ts';
import { isPostgres } from './is-postgres.ts';
import { readJson, StoredProblem } from './json-columns.ts';
import { batchOf } from './member-rows.ts';
import { columnsOf, toRow } from './rows.ts';
import type { PersonRequestTable, Tables } from './schema.ts';

const Left = z.object({ what: z.enum(['member', 'invite', 'guest']), why: StoredProblem });
const Parts = z.array(
  z.object({
    system: z.string(),
    state: z.enum(['looking', 'looked']),
    why: StoredProblem.optional().transform((why) => why),
    ids: z.array(z.string()),
    left: z.array(Left),
  }),
);

/** Saves a new request; 'already' when one with this request key is there. */
export async function insertPersonRequest(db: Kysely<Tables>, request: PersonRequest): Promise<'inserted' | 'already'> {
  const result = await db
    .insertInto('person_request')
    .values(toRow(request))
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

export async function getPersonRequest(db: Kysely<Tables>, id: string): Promise<PersonRequest | undefined> {
  const row = await db.selectFrom('person_request').selectAll().where('id', '=', id).executeTakeFirst();
  return row && requestOf(row);
}

export async function getPersonRequestByKey(
  db: Kysely<Tables>,
  requestKey: string,
): Promise<PersonRequest | undefined> {
  const row = await db
    .selectFrom('person_request')
    .selectAll()
    .where('request_key', '=', requestKey)
    .executeTakeFirst();
  return row && requestOf(row);
}

/** Reads a request that the same transaction is about to write: until that ends, no other does. */
export async function lockPersonRequest(db: Kysely<Tables>, id: string): Promise<PersonRequest | undefined> {
  const query = db.selectFrom('person_request').selectAll().where('id', '=', id);
  const row = await (isPostgres(db) ? query.forNoKeyUpdate() : query).executeTakeFirst();
  return row && requestOf(row);
}

/** How far each system is. */
export async function savePersonParts(db: Kysely<Tables>, id: string, parts: readonly RemovalPart[]): Promise<void> {
  await db
    .updateTable('person_request')
    .set({ parts: JSON.stringify(parts) })
    .where('id', '=', id)
    .execute();
}

/** The batches of members that are parts of a request, in the order of their ids. */
export async function batchesOfRequest(db: Kysely<Tables>, requestId: string): Promise<readonly MemberBatch[]> {
  const rows = await db
    .selectFrom('member_batch')
    .selectAll()
    .where('part_of', '=', requestId)
    .orderBy('request_key')
    .execute();
  return rows.map(batchOf);
}

function requestOf(row: Selectable<PersonRequestTable>): PersonRequest {
  const columns = columnsOf<PersonRequest>(row);
  const parts = readJson(Parts, columns.parts).map((part): RemovalPart => ({ ...part, why: part.why }));
  return { ...columns, kind: columns.kind === 'onboard' ? 'onboard' : 'offboard', parts };
}
