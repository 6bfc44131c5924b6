import { type Kysely, sql } from 'kysely';
import { type Named, names } from '../domain/erasure.ts';
import { personalColumns, type Row } from './personal-data.ts';
import type { Tables } from './schema.ts';

/** Rows looked at together. */
const PAGE = 500;

/** The rows of a table whose personal columns name somebody. A server narrows it down, and what it finds is read here. */
export async function rowsNaming(db: Kysely<Tables>, table: keyof Tables, named: Named): Promise<readonly Row[]> {
  const columns = personalColumns(table);
  const likes = [named.key, ...named.words].map(needleOf);
  const conditions = columns.flatMap((column) =>
    likes.map((like) => sql<boolean>`lower(${sql.ref(column)}) like ${`%${like}%`} escape '\\'`),
  );
  const found: Row[] = [];
  let last = '';
  for (;;) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)}
      where id > ${last} and (${sql.join(conditions, sql` or `)}) order by id limit ${PAGE}`.execute(db);
    found.push(...rows.filter((row) => columns.some((column) => names(named, String(row[column])))));
    if (rows.length < PAGE) return found;
    last = String(rows.at(-1)?.id);
  }
}

/** The longest part of a text that every server finds in any row that names it: plain letters, whose case it knows, and no sign that JSON escapes. */
function needleOf(text: string): string {
  const plain = text.split('@')[0]?.match(/[a-z0-9+.'-]+/g) ?? [];
  return plain.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
