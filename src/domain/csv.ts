/** What a spreadsheet takes for the beginning of a formula, which could do anything on the computer it is opened on. */
const FORMULA = /^[=+\-@\t\r]/;

/** A table as CSV (RFC 4180), its first line the columns. Cells that look like a formula begin with an apostrophe. */
export function writeCsv(table: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): string {
  // Without the mark in front, Excel reads every letter beyond ASCII wrongly.
  return `\uFEFF${[table.columns, ...table.rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;
}

function cellOf(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
