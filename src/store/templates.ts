import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { Template } from '../domain/template.ts';
import { readJson } from './json-columns.ts';
import { columnsOf, toRow } from './rows.ts';
import type { Tables, TemplateTable } from './schema.ts';

const Permissions = z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() });

/** The templates of these owners ('' for the workspace) in a workspace, at most 200. */
export async function templatesOf(
  db: Kysely<Tables>,
  query: { readonly workspaceId: string; readonly ownerIds: readonly string[] },
): Promise<readonly Template[]> {
  const rows = await db
    .selectFrom('invite_template')
    .selectAll()
    .where('workspace_id', '=', query.workspaceId)
    .where('owner_id', 'in', [...query.ownerIds])
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map(templateOf);
}

export async function getTemplate(db: Kysely<Tables>, id: string): Promise<Template | undefined> {
  const row = await db.selectFrom('invite_template').selectAll().where('id', '=', id).executeTakeFirst();
  return row && templateOf(row);
}

/** Saves a template, a new one or in place of the one with its id. */
export async function saveTemplate(db: Kysely<Tables>, template: Template): Promise<void> {
  const { id, ...parts } = toRow(template);
  await db
    .insertInto('invite_template')
    .values({ id, ...parts })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(parts))
    .execute();
}

/** Whether it was there. */
export async function deleteTemplate(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom('invite_template').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

function templateOf(row: Selectable<TemplateTable>): Template {
  const columns = columnsOf<Template>(row);
  return { ...columns, permissions: readJson(Permissions, columns.permissions) };
}
