import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Something an admin did at a provider. `outcome`: 'asked' while nobody knows, then 'done' or the code of a Problem. */
export type TeamDeed = {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly provider: string;
  readonly operation: string;
  /** JSON. */
  readonly input: string;
  readonly outcome: string;
  readonly settledAt: number | undefined;
};

/** Writes down what is about to be done. */
export async function insertTeamDeed(db: Kysely<Tables>, deed: Omit<TeamDeed, 'outcome' | 'settledAt'>): Promise<void> {
  await db
    .insertInto('team_deed')
    .values({ ...deed, outcome: 'asked', settled_at: null })
    .execute();
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
  return rows.map(({ settled_at, ...row }) => ({ ...row, settledAt: settled_at ?? undefined }));
}
