import { cleanLine } from './clean.ts';

/**
 * What a spreadsheet takes for the beginning of a formula, which could do anything where it is opened: = + - @, also as wide as a
 * Chinese or Japanese letter, behind spaces and quotes. It begins a cell, and also what would be one where the file is opened with another
 * separator than the comma (Excel in most of Europe takes the semicolon; LibreOffice asks).
 */
const FORMULA = /(^|[,;|\t])(?=[\s"'“”„]*[=+\-@＝＋－＠﹦﹢﹣﹫])/gu;

/**
 * A table as CSV (RFC 4180), its first line the columns. Cells are one line of what can be seen; where one, or a part of it, looks like a
 * formula, an apostrophe stands in front: spreadsheets then show text. Negative numbers too: our tables have none, and at the beginning of a
 * line that is read as one cell, `-5` would make a formula of the cells behind it.
 */
export function writeCsv(table: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): string {
  return `${CSV_START}${[table.columns, ...table.rows].map(csvLine).join('')}`;
}

/** What a file of CSV begins with: without this mark Excel reads every letter beyond ASCII wrongly. */
export const CSV_START = '\uFEFF';

/** One line of a table that is too long to be written at once. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(text: string): string {
  const safe = cleanLine(text).replace(FORMULA, "$1'");
  return /[",;|']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
