import { isProblem } from '../../../src/domain/problem.ts';
import { type Benches, benches } from '../conformance/benches.ts';
import { documented } from './documented.ts';
import { surfaces } from './surfaces.ts';

/** One operation of the documents, and where it is to be found; an empty cell is a gap. */
export type Row = {
  readonly system: string;
  readonly name: string;
  /** The client's function. */
  readonly client: string;
  readonly emulator: string;
  readonly conformance: string;
  readonly surface: string;
};

const THERE = '✓';

/**
 * The table of all operations, filled in by making the sample call of each at a fresh emulator: `client` when its function sent what the
 * emulator knows by that name, `emulator` when that was served, `conformance` when the client made something of the answer.
 * operations.test.ts holds the same calls against everything that can go wrong. What leads to a surface in Slack, see surfaces.ts.
 */
export async function operationTable(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [system, names] of Object.entries(documented)) {
    const tried = await trySamples(new Map(benches).get(system));
    for (const name of names) {
      const { client = '', served = false, understood = false } = tried.find((each) => each.name === name) ?? {};
      rows.push({
        system,
        name,
        client,
        emulator: served ? THERE : '',
        conformance: understood ? THERE : '',
        surface: surfaces[`${system}.${client}`] ?? '',
      });
    }
  }
  return rows;
}

type Tried = { readonly name: string; readonly client: string; readonly served: boolean; readonly understood: boolean };

/** What came of the sample call of each function; the name is what the emulator calls the one request it got. */
async function trySamples(brought: Benches | undefined): Promise<Tried[]> {
  const { samples = {}, start } = brought?.operations ?? {};
  const tried: Tried[] = [];
  for (const client of Object.keys(samples)) {
    const bench = await start?.();
    if (bench === undefined) continue;
    try {
      // The samples are typed by their own provider; here they are names.
      const answer = await bench.call(client as never, 'good');
      const [asked, ...more] = bench.emulator.requests;
      if (asked?.operation === undefined || more.length > 0) continue;
      const served = /^20[014]$/.test(String(asked.status));
      tried.push({ name: asked.operation, client, served, understood: answer !== undefined && !isProblem(answer) });
    } finally {
      await bench.stop();
    }
  }
  return tried;
}

/** The table in Markdown, one operation a line, with what is there of each column in the last. */
export function writeTable(rows: readonly Row[]): string {
  const columns = ['client', 'emulator', 'conformance', 'surface'] as const;
  const counts = columns.map((column) => `${rows.filter((row) => row[column] !== '').length} of ${rows.length}`);
  const lines = [
    ['system', 'operation', 'client', 'emulator', 'conformance', 'Slack'],
    ...rows.map((row) => [
      row.system,
      row.name,
      row.client && `\`${row.client}\``,
      row.emulator,
      row.conformance,
      row.surface && `\`${row.surface}\``,
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

/** The pages that hold the table, as paths from the root. */
export const pages = ['docs/operations.md'] as const;
