import type { Kysely } from 'kysely';
import { z } from 'zod';
import { readJson } from './json-columns.ts';
import type { Tables } from './schema.ts';

/** How far a sink has the audit log: the last row of each workspace's chain that it took, and since when it fails, epoch ms. */
export type StreamPlace = {
  readonly places: Readonly<Record<string, { readonly seq: number; readonly hash: string }>>;
  readonly failingSince: number | undefined;
};

const Places = z.record(z.string(), z.object({ seq: z.number(), hash: z.string() }));

/** How far a sink is; at the beginning for one nobody knows. */
export async function readAuditStream(db: Kysely<Tables>, sink: string): Promise<StreamPlace> {
  const row = await db.selectFrom('audit_stream').selectAll().where('sink', '=', sink).executeTakeFirst();
  return row === undefined
    ? { places: {}, failingSince: undefined }
    : { places: readJson(Places, row.places), failingSince: row.failing_since ?? undefined };
}

/** The last rows that sinks took: a chain that was rewritten since does not have them any more. */
export async function streamedRows(
  db: Kysely<Tables>,
): Promise<readonly { readonly workspaceId: string; readonly seq: number; readonly hash: string }[]> {
  const rows = await db.selectFrom('audit_stream').select('places').execute();
  return rows.flatMap(({ places }) =>
    Object.entries(readJson(Places, places)).map(([workspaceId, place]) => ({ workspaceId, ...place })),
  );
}

export async function saveAuditStream(db: Kysely<Tables>, sink: string, place: StreamPlace): Promise<void> {
  const row = { places: JSON.stringify(place.places), failing_since: place.failingSince ?? null };
  await db
    .insertInto('audit_stream')
    .values({ sink, ...row })
    .onConflict((conflict) => conflict.column('sink').doUpdateSet(row))
    .execute();
}
