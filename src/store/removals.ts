import { type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import type { Removal, RemovalKind } from '../domain/removal.ts';
import { isPostgres } from './invites.ts';
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
  return {
    id: removal.id,
    kind: removal.kind,
    provider: removal.provider,
    target_key: removal.targetKey,
    target: JSON.stringify(removal.target),
    who: removal.who,
    asked_by: removal.askers[0].by,
    askers: JSON.stringify(removal.askers),
    state: removal.state,
    problem: removal.problem === undefined ? null : JSON.stringify(removal.problem),
    stuck_since: removal.stuckSince ?? null,
    sent_at: removal.sentAt ?? null,
    asked_at: removal.askedAt,
  };
}

function removalOf(row: Selectable<RemovalTable>): Removal {
  return {
    id: row.id,
    kind: row.kind,
    provider: row.provider,
    targetKey: row.target_key,
    target: JSON.parse(row.target) as Removal['target'],
    who: row.who,
    askers: JSON.parse(row.askers) as Removal['askers'],
    state: row.state,
    problem: row.problem === null ? undefined : (JSON.parse(row.problem) as Removal['problem']),
    stuckSince: row.stuck_since ?? undefined,
    sentAt: row.sent_at ?? undefined,
    askedAt: row.asked_at,
  } as Removal;
}
