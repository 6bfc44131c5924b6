import { sql } from 'kysely';

/** Whether a column holds a text, without regard to case. Without an escape clause SQLite takes the backslash for a backslash. */
export function contains(column: string, text: string) {
  const like = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like ${like} escape '\\'`;
}
