import type { Kysely, Selectable } from 'kysely';
import { searchKey } from '../domain/search-key.ts';
import type { Tables } from './schema.ts';

/** Something an admin did at a provider. `outcome`: 'asked' while nobody knows, then 'done' or the code of a Problem. */
export type TeamDeed = {
  readonly id: string;
  /** What makes a deed one deed: the modal's id. Written down twice, it is written down once. */
  readonly requestKey: string;
  /** Epoch ms. */
  readonly at: number;
  /** A Slack person's id. */
  readonly actor: string;
  readonly provider: string;
  readonly operation: string;
  readonly input: DeedInput;
  readonly outcome: string;
  readonly settledAt: number | undefined;
};

/** What was put into the form: by field, and as the person read it. A secret is not in it. */
export type DeedInput = {
  readonly raw: Readonly<Record<string, string | readonly string[]>>;
  readonly shown: readonly string[];
};

/** Writes down what is about to be done; 'already' when this request was written down before. */
export async function insertTeamDeed(
  db: Kysely<Tables>,
  deed: Omit<TeamDeed, 'outcome' | 'settledAt'>,
): Promise<'inserted' | 'already'> {
  const { requestKey, input, ...row } = deed;
  const result = await db
    .insertInto('team_deed')
    .values({
      ...row,
      request_key: requestKey,
      input: JSON.stringify(input),
      about: searchKey(input.shown.join(' ')),
      outcome: 'asked',
      settled_at: null,
    })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

/** Writes down what came of it. */
export async function settleTeamDeed(db: Kysely<Tables>, id: string, outcome: string, at: number): Promise<void> {
  await db.updateTable('team_deed').set({ outcome, settled_at: at }).where('id', '=', id).execute();
}

/** The latest deeds, newest first. */
export async function teamDeeds(db: Kysely<Tables>, limit: number): Promise<readonly TeamDeed[]> {
  const rows = await db
    .selectFrom('team_deed')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(deedOf);
}

/** The deed of a request; undefined when it was never written down. */
export async function getTeamDeedByRequestKey(db: Kysely<Tables>, requestKey: string): Promise<TeamDeed | undefined> {
  const row = await db.selectFrom('team_deed').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && deedOf(row);
}

function deedOf(row: Selectable<Tables['team_deed']>): TeamDeed {
  const { request_key: requestKey, settled_at: settledAt, input, about: _, ...rest } = row;
  return { ...rest, requestKey, input: JSON.parse(input) as DeedInput, settledAt: settledAt ?? undefined };
}
