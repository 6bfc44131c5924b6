import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { type Home, type HomeFilter, homeParts } from '../domain/home.ts';
import { firstRow } from './job-rows.ts';
import { columnsOf } from './rows.ts';
import type { HomeTable, Tables } from './schema.ts';

const Scope = z.enum(['mine', 'all']).optional();
const Part = z.enum(homeParts);

function homeOf(row: Selectable<HomeTable>): Home {
  const columns = columnsOf<Home>(row);
  return {
    ...columns,
    isWatched: columns.isWatched === 1,
    scope: Scope.parse(columns.scope),
    part: Part.parse(columns.part),
  };
}

/** The Home of a person; undefined where they never opened it. */
export async function getHome(db: Kysely<Tables>, personId: string): Promise<Home | undefined> {
  const row = await db.selectFrom('home').selectAll().where('person_id', '=', personId).executeTakeFirst();
  return row && homeOf(row);
}

/**
 * A person opened Home, `at` in epoch ms: on the first page of what they chose to see last. `stands`: Slack shows them what was published;
 * without it nothing of that counts any more.
 */
export async function noteHomeOpened(
  db: Kysely<Tables>,
  personId: string,
  { at, stands }: { readonly at: number; readonly stands: boolean },
): Promise<void> {
  const nothingShown = { shown_hash: null, slack_hash: null };
  await db
    .insertInto('home')
    .values({
      person_id: personId,
      opened_at: at,
      visits: 1,
      is_watched: 1,
      scope: null,
      part: 'overview',
      host_id: null,
      host_name: null,
      page: 0,
      shown_at: null,
      ...nothingShown,
    })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({
        opened_at: at,
        visits: sql<number>`home.visits + 1`,
        is_watched: 1,
        page: 0,
        ...(stands ? {} : nothingShown),
      }),
    )
    .execute();
}

/** A person pressed something in Home, and perhaps chose what to see in it, `at` in epoch ms. */
export async function noteHomeUsed(
  db: Kysely<Tables>,
  personId: string,
  { at, chosen = {} }: { readonly at: number; readonly chosen?: Partial<HomeFilter> },
): Promise<void> {
  const { scope, part, page } = chosen;
  await db
    .updateTable('home')
    .set({
      opened_at: at,
      visits: sql<number>`visits + 1`,
      is_watched: 1,
      ...(scope === undefined ? {} : { scope }),
      ...(part === undefined ? {} : { part }),
      ...('hostId' in chosen ? { host_id: chosen.hostId ?? null, host_name: chosen.hostName ?? null } : {}),
      ...(page === undefined ? {} : { page }),
    })
    .where('person_id', '=', personId)
    .execute();
}

/** When a Home was drawn last (epoch ms), and, where something was published, what stands there now. `scope`: where they chose none. */
export async function saveHomeShown(
  db: Kysely<Tables>,
  personId: string,
  shown: Pick<Home, 'shownAt'> & {
    readonly stands?: Pick<Home, 'shownHash' | 'slackHash'>;
    readonly scope?: 'mine' | 'all';
  },
): Promise<void> {
  const { shownAt, stands, scope } = shown;
  await db
    .updateTable('home')
    .set({
      shown_at: shownAt ?? null,
      ...(stands === undefined ? {} : { shown_hash: stands.shownHash ?? null, slack_hash: stands.slackHash ?? null }),
      ...(scope === undefined ? {} : { scope: sql<'mine' | 'all'>`coalesce(scope, ${scope})` }),
    })
    .where('person_id', '=', personId)
    .execute();
}

/** It follows nothing any more, until it is opened again. */
export async function unwatchHome(db: Kysely<Tables>, personId: string): Promise<void> {
  await db.updateTable('home').set({ is_watched: 0 }).where('person_id', '=', personId).execute();
}

/** The same of all that were last opened before this, epoch ms. */
export async function unwatchOldHomes(db: Kysely<Tables>, openedBefore: number): Promise<void> {
  await db
    .updateTable('home')
    .set({ is_watched: 0 })
    .where(sql<boolean>`is_watched = 1`)
    .where('opened_at', '<', openedBefore)
    .execute();
}

/** Those that follow what changes, by their person; at most `limit`. */
export async function watchedHomes(db: Kysely<Tables>, limit: number): Promise<readonly Home[]> {
  const rows = await db
    .selectFrom('home')
    .selectAll()
    .where(sql<boolean>`is_watched = 1`)
    .orderBy('person_id')
    .limit(limit)
    .execute();
  return rows.map(homeOf);
}

/** Enqueues the drawing of a Home for `at` (epoch ms), unless that is to happen sooner. */
export async function enqueueHomeBy(db: Kysely<Tables>, personId: string, at: number): Promise<void> {
  await db
    .insertInto('job')
    .values(firstRow({ kind: 'home', name: personId, at }))
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({
          gen: sql<number>`job.gen + 1`,
          state: 'queued',
          tries: 0,
          next_at: sql<number>`case when job.state = 'queued' and job.next_at < excluded.next_at then job.next_at else excluded.next_at end`,
        })
        .where(sql<boolean>`job.state <> 'queued' or job.next_at > excluded.next_at`),
    )
    .execute();
}
