import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cleanLine } from '../../../src/domain/text/clean.ts';
import { writeCsv } from '../../../src/domain/text/csv.ts';

/** What begins a formula in a cell as a spreadsheet has it. */
const isFormula = (cell: string) => /^[\s"]*[=+\-@＝＋－＠]/.test(cell);

const write = (...cells: readonly string[]) => writeCsv({ columns: ['A'], rows: [cells] }).split('\r\n')[1] ?? '';

/** The cells of a line as programs read it: with quotes as RFC 4180 has them, with quotes where they stand, and without. */
function cellsBy(separator: string, text: string): string[] {
  const plain = text.split('\r\n').flatMap((line) => line.split(separator));
  const options = { bom: true, delimiter: separator, relax_column_count: true, relax_quotes: true };
  try {
    return [...(parse(text, options) as string[][]).flat(), ...plain];
  } catch {
    // Quotes that begin where this separator has them, and do not end.
    return plain;
  }
}

it('quotes cells that would be read as something else', () => {
  const rows = [
    ['plain', 'a,b', 'say "hi"', 'two\nlines', 'a=b'],
    ['x; y', "'quoted", ' wide  ', 'a\u0000\u202Eb', ''],
  ];
  expect(writeCsv({ columns: ['One', 'Two', 'Three', 'Four', 'Five'], rows })).toBe(
    ['\uFEFFOne,Two,Three,Four,Five', 'plain,"a,b","say ""hi""",two lines,a=b', `"x; y","'quoted",wide,ab,`, ''].join(
      '\r\n',
    ),
  );
});

describe('a formula is written as text', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+44 20 7946', "'+44 20 7946"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM', "'＠SUM"],
    ['  \u00A0=1', "'=1"],
    ['\t=1', "'=1"],
    ['\r\n=1', "'=1"],
    ['\u0000=1', "'=1"],
    ['\u200B=1', "'=1"],
    ['x;=cmd', "x;'=cmd"],
    ['x,=cmd', "x,'=cmd"],
    ['x|=cmd', "x|'=cmd"],
    ['x; =cmd', "x;' =cmd"],
    ['x;＝cmd', "x;'＝cmd"],
    ['x;-5', "x;'-5"],
    ['"=1"', `'"=1"`],
    ['x;"=1', `x;'"=1`],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ])('%j', (text, cell) => {
    const [read] = parse(write(text)) as string[][];
    expect(read).toEqual([cell]);
  });

  // With line breaks or tabs in a cell a program that splits the file otherwise would begin a new one.
  test.each(['x\n=cmd', 'x\r=cmd', 'x\u2028=cmd', 'x\t=cmd', 'x\v=cmd'])(
    'and begins no cell of its own: %j',
    (text) => {
      expect(write(text)).toBe('x =cmd');
    },
  );

  test.each(['-5', '-0.25', '+5', '-5-1', '--5', '-', '-5,5'])(
    'also when a line read as one cell would continue after it: %j',
    (text) => {
      expect((parse(write(text, 'x')) as string[][])[0]).toEqual([`'${text}`, 'x']);
    },
  );
});

describe('for all tables', () => {
  const part = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '＝',
    ';',
    ',',
    '\t',
    '|',
    '"',
    "'",
    ' ',
    '\n',
    '\r',
    '\0',
    'a',
    '5',
    '\uFEFF',
    '\u2028',
  );
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 8 });

  it('each cell reads back as it was, in one line, except for apostrophes', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const columns = ['A', 'B', 'C'];
        const read: string[][] = parse(writeCsv({ columns, rows }), { bom: true });
        expect(read[0]).toEqual(columns);
        expect(read.slice(1)).toHaveLength(rows.length);
        for (const [nth, cells] of read.slice(1).entries()) {
          for (const [column, found] of cells.entries()) {
            const was = cleanLine(rows[nth]?.[column] ?? '');
            expect(found.replaceAll("'", '')).toBe(was.replaceAll("'", ''));
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([',', ';', '\t', '|'])('no cell is a formula when opened with %j between the cells', (separator) => {
    fc.assert(
      fc.property(table, (rows) => {
        const cells = cellsBy(separator, writeCsv({ columns: ['A', 'B', 'C'], rows }));
        expect(cells.filter(isFormula)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
