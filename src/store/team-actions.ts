import type { Kysely, Selectable } from 'kysely';
import { searchKey } from '../domain/text/search-key.ts';
import { toRow } from './rows.ts';
import type { Tables } from './schema.ts';

/** Something an admin did at a provider. `outcome`: 'asked' while nobody knows, then 'done' or the code of a Problem. */
export type TeamAction = {
  readonly id: string;
  /** What makes an action one action: the modal's id. Written down twice, it is written down once. */
  readonly requestKey: string;
  /** Epoch ms. */
  readonly at: number;
  /** A Slack person's id. */
  readonly actor: string;
  readonly provider: string;
  readonly operation: string;
  readonly input: ActionInput;
  readonly outcome: string;
  readonly settledAt: number | undefined;
};

/** What was put into the form: by field, and as the person read it. A secret is not in it. */
export type ActionInput = {
  readonly raw: Readonly<Record<string, string | readonly string[]>>;
  readonly shown: readonly string[];
};

/** Writes down what is about to be done; 'already' when this request was written down before. */
export async function insertTeamAction(
  db: Kysely<Tables>,
  action: Omit<TeamAction, 'outcome' | 'settledAt'>,
): Promise<'inserted' | 'already'> {
  const about = searchKey(action.input.shown.join(' '));
  const result = await db
    .insertInto('team_action')
    .values({ ...toRow(action), about, outcome: 'asked', settled_at: null })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already';
}

/** Writes down the result. */
export async function settleTeamAction(db: Kysely<Tables>, id: string, outcome: string, at: number): Promise<void> {
  await db.updateTable('team_action').set({ outcome, settled_at: at }).where('id', '=', id).execute();
}

/** The latest actions, newest first. */
export async function teamActionRows(db: Kysely<Tables>, limit: number): Promise<readonly TeamAction[]> {
  const rows = await db
    .selectFrom('team_action')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(actionOf);
}

/** The action of a request; undefined when it was never written down. */
export async function getTeamActionByRequestKey(
  db: Kysely<Tables>,
  requestKey: string,
): Promise<TeamAction | undefined> {
  const row = await db.selectFrom('team_action').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && actionOf(row);
}

function actionOf(row: Selectable<Tables['team_action']>): TeamAction {
  const { request_key: requestKey, settled_at: settledAt, input, about: _, ...rest } = row;
  return { ...rest, requestKey, input: JSON.parse(input) as ActionInput, settledAt: settledAt ?? undefined };
}
