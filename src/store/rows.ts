/** What a table keeps of a record: in snake_case, undefined as null, booleans as 0 and 1, what has parts as JSON. */
export type RowOf<T> = { [K in keyof T & string as SnakeCase<K>]-?: Column<T[K]> };

type Column<V> = V extends string | number ? V : V extends undefined ? null : V extends boolean ? number : string;

type SnakeCase<S extends string> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : S;

/** The columns of a row, named as in the record and undefined for null. Booleans and JSON are still to be read. */
type Columns<T> = { [K in keyof T]: T[K] extends infer V ? (V extends undefined ? V : Column<V>) : never };

/** A record as a row: the table has a column for each of its keys. */
export function toRow<T extends object>(record: T): RowOf<T> {
  return translate(record, snakeCase, columnOf) as RowOf<T>;
}

/** What a row holds of a record. Columns that are no part of it are taken out before. */
export function columnsOf<T>(row: RowOf<T>): Columns<T> {
  return translate(row, camelCase, (value) => value ?? undefined) as Columns<T>;
}

function columnOf(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
}

type Translate = (value: unknown) => unknown;

function translate(from: object, rename: (name: string) => string, convert: Translate): object {
  const to: Record<string, unknown> = {};
  for (const name of Object.keys(from)) to[rename(name)] = convert(from[name as keyof typeof from]);
  return to;
}

const snakeCase = remembering((key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const camelCase = remembering((column) => column.replaceAll(/_[a-z]/g, ([, letter = '']) => letter.toUpperCase()));

/** There are as many names as columns, and each comes with every row. */
function remembering(rename: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const renamed = known.get(name) ?? rename(name);
    known.set(name, renamed);
    return renamed;
  };
}
