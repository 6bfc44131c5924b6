import { benches } from '../conformance/benches.ts';
import { documented } from './documented.ts';
import { doors } from './doors.ts';

/** One operation of the documents, and where it is to be found; an empty cell is a gap. */
export type Row = {
  readonly system: string;
  readonly name: string;
  /** The client's function. */
  readonly client: string;
  readonly emulator: string;
  readonly conformance: string;
  readonly door: string;
};

const THERE = '✓';

/**
 * The table of all operations. No cell is written by hand: the client's is its route and function, the emulator's what it serves, and
 * the conformance's the sample call with which operations.test.ts holds the two against each other.
 */
export function operationTable(): Row[] {
  const brought = new Map(benches);
  return Object.entries(documented).flatMap(([system, names]) =>
    names.map((name) => {
      const operations = brought.get(system)?.operations;
      const [client = ''] = Object.entries(operations?.routes ?? {}).find(([, route]) => route.name === name) ?? [];
      return {
        system,
        name,
        client,
        emulator: operations?.served.includes(name) ? THERE : '',
        conformance: operations?.samples[client] ? THERE : '',
        door: doors[`${system}.${client}`] ?? '',
      };
    }),
  );
}

/** The table in Markdown, one operation a line, with what is there of each column in the last. */
export function writeTable(rows: readonly Row[]): string {
  const columns = ['client', 'emulator', 'conformance', 'door'] as const;
  const counts = columns.map((column) => `${rows.filter((row) => row[column] !== '').length} of ${rows.length}`);
  const lines = [
    ['system', 'operation', 'client', 'emulator', 'conformance', 'Slack'],
    ...rows.map((row) => [
      row.system,
      row.name,
      row.client && `\`${row.client}\``,
      row.emulator,
      row.conformance,
      row.door && `\`${row.door}\``,
    ]),
    ['', 'all', ...counts],
  ];
  // Aligned as the formatter aligns it, which looks at this page too.
  const widths = columnsOf(lines).map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const written = lines.map((cells) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)));
  const [head = [], ...body] = written;
  return [head, widths.map((width) => '-'.repeat(width)), ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function columnsOf(lines: readonly (readonly string[])[]): string[][] {
  return (lines[0] ?? []).map((_, index) => lines.map((cells) => cells[index] ?? ''));
}

const BEGIN = '<!-- operations: written by test/providers/table/write.ts -->';
const END = '<!-- /operations -->';

/** A text with the table between its two marks. Throws when they are not there. */
export function withTable(text: string, table: string): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the marks ${BEGIN} and ${END} are missing`);
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}

/** Where the table stands, from the root on. */
export const pages = ['README.md', 'test/operations.md'] as const;
