import { readFileSync, writeFileSync } from 'node:fs';
import { operationTable, pages, withTable, writeTable } from './operation-table.ts';

// Puts the table of operations where people read it: node test/providers/table/write.ts
const table = writeTable(await operationTable());
for (const page of pages) {
  const file = new URL(`../../../${page}`, import.meta.url);
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), table));
}
