import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { benches } from '../conformance/benches.ts';
import { documented } from './documented.ts';
import { doors } from './doors.ts';
import { operationTable, pages, withTable, writeTable } from './operation-table.ts';

const rows = await operationTable();

test('there are 64 operations in the documents, and none twice', () => {
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

test('a door leads to an operation there is', () => {
  const clients = rows.map(({ system, client }) => `${system}.${client}`);
  expect(Object.keys(doors).filter((name) => !clients.includes(name))).toEqual([]);
});

// Whoever closes a gap makes the number smaller: at the end they are all 0.
test('the gaps are those that are known', () => {
  const gaps = (column: 'client' | 'emulator' | 'conformance' | 'door') =>
    rows.filter((row) => row[column] === '').length;
  expect({
    client: gaps('client'),
    emulator: gaps('emulator'),
    conformance: gaps('conformance'),
    door: gaps('door'),
  }).toEqual({ client: 0, emulator: 0, conformance: 0, door: 0 });
});

test.each(pages)('%s shows this table (if not: node test/providers/table/write.ts)', (page) => {
  const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
  expect(text).toBe(withTable(text, writeTable(rows)));
});
