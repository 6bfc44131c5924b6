import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import type { Removal, RemovalKind } from '../domain/removal.ts';
import { isPostgres } from './is-postgres.ts';
import { columnsOf, toRow } from './rows.ts';
import type { RemovalTable, Tables } from './schema.ts';

// Written out, not bound: SQLite uses a partial index only when it can see in the text that its condition holds.
const isWanted = sql<boolean>`state = 'wanted'`;

/** What makes two wishes one. */
export type RemovalKey = Pick<Removal, 'kind' | 'provider' | 'targetKey'>;

/** Writes down what is to be taken away; 'already' when the same is wanted already. */
export async function insertRemoval(db: Kysely<Tables>, removal: Removal): Promise<'inserted' | 'already'> {
  const result = await db
    .insertInto('removal')
    .values(rowOf(removal))
    .onConflict((conflict) => conflict.columns(['kind', 'provider', 'target_key']).where(isWanted).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

/** Undefined when there is none of this id. */
export async function getRemoval(db: Kysely<Tables>, id: string): Promise<Removal | undefined> {
  const row = await db.selectFrom('removal').selectAll().where('id', '=', id).executeTakeFirst();
  return row && removalOf(row);
}

/** Reads a removal that the same transaction is about to write: until that ends, no other does. */
export async function lockRemoval(db: Kysely<Tables>, id: string): Promise<Removal | undefined> {
  const query = db.selectFrom('removal').selectAll().where('id', '=', id);
  const row = await (isPostgres(db) ? query.forUpdate() : query).executeTakeFirst();
  return row && removalOf(row);
}

/** The wanted one of this key, as lockRemoval does. */
export async function lockWantedRemoval(
  db: Kysely<Tables>,
  { kind, provider, targetKey }: RemovalKey,
): Promise<Removal | undefined> {
  const query = db
    .selectFrom('removal')
    .selectAll()
    .where('kind', '=', kind)
    .where('provider', '=', provider)
    .where('target_key', '=', targetKey)
    .where(isWanted);
  const row = await (isPostgres(db) ? query.forUpdate() : query).executeTakeFirst();
  return row && removalOf(row);
}

/** Writes what became of a removal; the transaction has locked it. */
export async function saveRemoval(db: Kysely<Tables>, removal: Removal): Promise<void> {
  const { id, ...row } = rowOf(removal);
  await db.updateTable('removal').set(row).where('id', '=', id).execute();
}

/** What is wanted at a system, and does not get through: of some targets, or the oldest of all. */
export async function stuckRemovals(
  db: Kysely<Tables>,
  {
    kind,
    provider,
    keys,
    limit,
  }: {
    readonly kind: RemovalKind;
    readonly provider: string;
    readonly keys?: readonly string[];
    readonly limit: number;
  },
): Promise<readonly Removal[]> {
  if (keys?.length === 0) return [];
  const rows = await db
    .selectFrom('removal')
    .selectAll()
    .where('kind', '=', kind)
    .where('provider', '=', provider)
    .$if(keys !== undefined, (query) => query.where('target_key', 'in', [...(keys ?? [])]))
    .where(isWanted)
    .where('stuck_since', 'is not', null)
    .orderBy('asked_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(removalOf);
}

function rowOf(removal: Removal): Insertable<RemovalTable> {
  return { ...toRow(removal), requested_by: removal.requesters[0].by };
}

function removalOf(row: Selectable<RemovalTable>): Removal {
  const { requested_by: _, ...own } = row;
  const columns = columnsOf<Removal>(own);
  return {
    ...columns,
    target: JSON.parse(columns.target) as Removal['target'],
    requesters: JSON.parse(columns.requesters) as Removal['requesters'],
    problem: columns.problem === undefined ? undefined : (JSON.parse(columns.problem) as Removal['problem']),
  } as Removal;
}
