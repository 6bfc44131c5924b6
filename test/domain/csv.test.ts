import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeCsv } from '../../src/domain/csv.ts';

it('quotes what would be read as something else, and disarms what a spreadsheet would run', () => {
  const rows = [
    ['plain', 'a,b', 'say "hi"', 'two\nlines'],
    ['=1+1', '+44', '-5', '@SUM(A1)'],
    ['\t=1', '\r=1', "'quoted", 'a=b'],
  ];
  expect(writeCsv({ columns: ['One', 'Two', 'Three', 'Four'], rows })).toBe(
    [
      '\uFEFFOne,Two,Three,Four',
      'plain,"a,b","say ""hi""","two\nlines"',
      `"'=1+1","'+44","'-5","'@SUM(A1)"`,
      `"'\t=1","'\r=1","'quoted",a=b`,
      '',
    ].join('\r\n'),
  );
});

it('for all tables: read back, each cell is what it was, or that behind an apostrophe', () => {
  const table = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 3, maxLength: 3 }), { maxLength: 8 });
  fc.assert(
    fc.property(table, (rows) => {
      const columns = ['A', 'B', 'C'];
      const read: string[][] = parse(writeCsv({ columns, rows }), { bom: true, relaxColumnCount: true });
      expect(read[0]).toEqual(columns);
      expect(read.slice(1)).toHaveLength(rows.length);
      for (const [nth, cells] of read.slice(1).entries()) {
        for (const [column, cell] of cells.entries()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          expect([cell, cell.slice(1)]).toContain(rows[nth]?.[column]);
        }
      }
    }),
  );
});
