import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERASED } from '../../src/domain/erased.ts';
import { openDatabase } from '../../src/store/open-store.ts';
import { erasedColumns, personalColumns, personalData, personalTables } from '../../src/store/personal-data.ts';
import { folderWithStore } from '../support/migrated-store.ts';

let columns: Readonly<Record<string, readonly string[]>>;
let db: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  db = await openDatabase({ dataDir: await folderWithStore('personal-data') });
  const tables = await db.introspection.getTables();
  columns = Object.fromEntries(tables.map((table) => [table.name, table.columns.map(({ name }) => name)]));
});
afterAll(() => db.destroy());

/** Columns of the store that a map of personal data says nothing of, and those it names that are not there. */
function unclassified(map: Readonly<Record<string, object>>): string[] {
  const known = Object.entries(map).flatMap(([table, data]) => Object.keys(data).map((name) => `${table}.${name}`));
  const there = Object.entries(columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));
  expect(there.length).toBeGreaterThan(100);
  return [...there.filter((name) => !known.includes(name)), ...known.filter((name) => !there.includes(name))];
}

describe('the map of personal data', () => {
  it('says of every column of every table whether it holds personal data', () => {
    expect(unclassified(personalData)).toEqual([]);
  });

  it('names a column that it knows nothing of, and one that is not there any more', () => {
    const { phone: _, ...row } = personalData.member_row;
    const map = { ...personalData, member_row: { ...row, fax: { keeps: 'nothing' } } };
    expect(unclassified(map)).toEqual(['member_row.phone', 'member_row.fax']);
  });

  it('is what docs/privacy.md says, table by table', () => {
    const told = [...readFileSync('docs/privacy.md', 'utf8').matchAll(/^\| `(\w+)` /gm)].map(([, table = '']) => table);
    expect(told.toSorted()).toEqual([...personalTables].sort());
  });

  it('leaves nothing of a row whose every personal column names somebody', () => {
    expect(personalTables.length).toBeGreaterThan(6);
    const email = 'wren@aviary.example';
    const json = JSON.stringify({
      who: 'Wren',
      email,
      term: `as ${email} wants`,
      raw: { user: ['Wren'] },
      nested: [{ name: 'Wren' }],
    });
    for (const table of personalTables) {
      const row = Object.fromEntries(
        personalColumns(table).map((column) => [column, /key|id$|email/.test(column) ? email : json]),
      );
      const erased = erasedColumns(table, row);
      expect(Object.keys(erased), table).toEqual(Object.keys(row));
      expect(JSON.stringify(erased), table).not.toMatch(/wren|aviary/i);
      // Erased again, it stays as it is: a second run finds nothing to do.
      expect(erasedColumns(table, { ...row, ...erased }), table).toEqual({});
    }
  });

  it('keeps what says nothing about a person in a column that also names one', () => {
    const facts = JSON.stringify({ host: 'Edit 1', endsAt: 5, guest: 'wren@aviary.example', problem: 'plan_full' });
    expect(JSON.parse(erasedColumns('job', { facts }).facts ?? '')).toEqual({
      host: 'Edit 1',
      endsAt: 5,
      guest: ERASED,
      problem: 'plan_full',
    });
  });
});
