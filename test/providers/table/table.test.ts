import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { benches } from '../conformance/benches.ts';
import { documented } from './documented.ts';
import { operationTable, pages, withTable, writeTable } from './operation-table.ts';
import { surfaces } from './surfaces.ts';

const rows = await operationTable();

test('the documents have 64 operations, none of them twice', () => {
  expect(rows).toHaveLength(64);
  expect(new Set(rows.map(({ system, name }) => `${system} ${name}`)).size).toBe(64);
});

test.each(benches)(
  '%s: every operation of the client and of the emulator is in the documents',
  (system, { operations }) => {
    const names: readonly string[] = Object.entries(documented).find(([name]) => name === system)?.[1] ?? [];
    const undocumented = (list: readonly string[]) => list.filter((name) => !names.includes(name));
    expect(undocumented(Object.values(operations.routes).map(({ name }) => name))).toEqual([]);
    expect(undocumented(operations.served)).toEqual([]);
  },
);

test('every surface leads to an existing operation', () => {
  const clients = rows.map(({ system, client }) => `${system}.${client}`);
  expect(Object.keys(surfaces).filter((name) => !clients.includes(name))).toEqual([]);
});

// Closing a gap makes the number smaller: at the end they are all 0.
test('there are no gaps but the known ones', () => {
  const gaps = (column: 'client' | 'emulator' | 'conformance' | 'surface') =>
    rows.filter((row) => row[column] === '').length;
  expect({
    client: gaps('client'),
    emulator: gaps('emulator'),
    conformance: gaps('conformance'),
    surface: gaps('surface'),
  }).toEqual({ client: 0, emulator: 0, conformance: 0, surface: 0 });
});

test.each(pages)('%s shows this table (if not: node test/providers/table/write.ts)', (page) => {
  const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
  expect(text).toBe(withTable(text, writeTable(rows)));
});
