import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** What somebody did in an open form, and when: in microseconds, by Slack's clock, since two actions can be in one millisecond. */
export type FormAction = { readonly viewId: string; readonly actedAt: number };

/** A form is closed long before, microseconds. */
const FORGOTTEN_AFTER = 24 * 3_600 * 1_000_000;

/** Notes that a form is being drawn for what was done in it, unless it was for something newer. */
export async function noteDrawing(db: Kysely<Tables>, { viewId, actedAt }: FormAction): Promise<void> {
  await db
    .insertInto('form_drawing')
    .values({ view_id: viewId, acted_at: actedAt })
    .onConflict((conflict) =>
      conflict.column('view_id').doUpdateSet({ acted_at: actedAt }).where('form_drawing.acted_at', '<', actedAt),
    )
    .execute();
  await db
    .deleteFrom('form_drawing')
    .where('acted_at', '<', actedAt - FORGOTTEN_AFTER)
    .execute();
}

/** Whether nothing newer was done in a form, as far as any replica knows. */
export async function isNewestDrawing(db: Kysely<Tables>, { viewId, actedAt }: FormAction): Promise<boolean> {
  const row = await db.selectFrom('form_drawing').select('acted_at').where('view_id', '=', viewId).executeTakeFirst();
  return row === undefined || row.acted_at <= actedAt;
}
