import { auditCells, auditColumns, auditJson } from '../domain/audit-export.ts';
import { CSV_START, csvLine } from '../domain/text/csv.ts';
import type { Database } from '../store/open-existing.ts';
import { type AuditFilter, type ChainPlace, exportAudit } from '../store/read-audit.ts';
import { print } from './print.ts';

/** Entries read at once. */
const PAGE = 500;

/** Prints the entries the filter lets through, oldest first, a page at a time. */
export async function runExport(
  db: Database,
  { format, filter }: { readonly format: 'csv' | 'jsonl'; readonly filter: AuditFilter },
): Promise<number> {
  if (format === 'csv') await print(`${CSV_START}${csvLine(auditColumns)}`);
  let after: ChainPlace | undefined;
  do {
    const { entries, next } = await exportAudit(db, filter, PAGE, after);
    const lines = entries.map((entry) => (format === 'csv' ? csvLine(auditCells(entry)) : `${auditJson(entry)}\n`));
    await print(lines.join(''));
    after = next;
  } while (after !== undefined);
  return 0;
}
