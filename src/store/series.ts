import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { defined } from '../domain/defined.ts';
import type { Invite } from '../domain/invite.ts';
import type { Series } from '../domain/series.ts';
import { inviteOf } from './invite-rows.ts';
import { isPostgres } from './is-postgres.ts';
import { readJson, readJsonIfAny, StoredProblem } from './json-columns.ts';
import { columnsOf, toRow } from './rows.ts';
import type { SeriesTable, Tables } from './schema.ts';

const Side = z.enum(['earlier', 'later']);
const Fold = z.object({ start: Side, end: Side }).partial().transform(defined);
const Permissions = z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() });
const Times = z.object({ date: z.string(), startTime: z.string(), endTime: z.string(), endDays: z.number() });
const Mark = z
  .object({
    date: z.string(),
    skippedBy: z.string(),
    movedTo: Times,
    trouble: StoredProblem,
    isMissed: z.literal(true),
  })
  .partial()
  .required({ date: true })
  .transform(defined);
const Left = z.object({
  since: z.number(),
  why: z.enum(['deactivated', 'guest', 'removed', 'external', 'bot']),
});
const State = z.enum(['active', 'ended']);

function seriesOf(row: Selectable<SeriesTable>): Series {
  const columns = columnsOf<Series>(row);
  return {
    ...columns,
    permissions: readJson(Permissions, columns.permissions),
    sendEmail: columns.sendEmail === 1,
    fold: readJson(Fold, columns.fold),
    weekdays: readJson(z.array(z.number()), columns.weekdays),
    marks: readJson(z.array(Mark), columns.marks),
    state: State.parse(columns.state),
    inviterLeft: readJsonIfAny(Left, columns.inviterLeft),
  };
}

/** Saves a new series; 'already' when one with this request key is there (the same request, sent twice). */
export async function insertSeries(db: Kysely<Tables>, series: Series): Promise<'inserted' | 'already'> {
  const result = await db
    .insertInto('series')
    .values(toRow(series))
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

export async function getSeries(db: Kysely<Tables>, id: string): Promise<Series | undefined> {
  const row = await db.selectFrom('series').selectAll().where('id', '=', id).executeTakeFirst();
  return row && seriesOf(row);
}

export async function getSeriesByRequestKey(db: Kysely<Tables>, requestKey: string): Promise<Series | undefined> {
  const row = await db.selectFrom('series').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && seriesOf(row);
}

/**
 * Reads a series that the same transaction is about to write, or one of whose occurrences it is about to create: until that ends, no
 * other does.
 */
export async function lockSeries(db: Kysely<Tables>, id: string): Promise<Series | undefined> {
  const query = db.selectFrom('series').selectAll().where('id', '=', id);
  const row = await (isPostgres(db) ? query.forNoKeyUpdate() : query).executeTakeFirst();
  return row && seriesOf(row);
}

/** Writes parts of a series that this transaction has locked. */
export async function saveSeries(
  db: Kysely<Tables>,
  id: string,
  parts: Partial<Omit<Series, 'id' | 'requestKey'>>,
): Promise<void> {
  await db
    .updateTable('series')
    .set(toRow(parts) as Partial<SeriesTable>)
    .where('id', '=', id)
    .execute();
}

/** All invites of a series, oldest first, those that failed too. */
export async function invitesOfSeries(db: Kysely<Tables>, seriesId: string): Promise<readonly Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where(sql<boolean>`series_id is not null`)
    .where('series_id', '=', seriesId)
    .orderBy('occurrence')
    .execute();
  return rows.map(inviteOf);
}

/** Series that are not over in a workspace, newest first, at most `limit`. */
export async function activeSeries(
  db: Kysely<Tables>,
  query: { readonly workspaceId: string; readonly limit: number },
): Promise<readonly Series[]> {
  const rows = await db
    .selectFrom('series')
    .selectAll()
    .where('state', '=', 'active')
    .where('workspace_id', '=', query.workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(query.limit)
    .execute();
  return rows.map(seriesOf);
}
