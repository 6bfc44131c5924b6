import { setTimeout as wait } from 'node:timers/promises';
import { auditJson } from '../domain/audit-export.ts';
import type { Database } from '../store/open-existing.ts';
import { type AuditRecord, auditEnds, exportAudit } from '../store/read-audit.ts';
import { print } from './print.ts';

const PAGE = 500;
/** How often a followed log is looked at, ms. */
const LOOK_MS = 1_000;

/** Prints the last entries of each chain, and with `follow` those that come, until the process is stopped. */
export async function runTail(
  db: Database,
  { lines, follow, json }: { readonly lines: number; readonly follow: boolean; readonly json: boolean },
): Promise<number> {
  const write = (entry: AuditRecord) => print(`${json ? auditJson(entry) : lineOf(entry)}\n`);
  let seen: Readonly<Record<string, number>> = {};
  for (const { workspaceId, seq: end } of await auditEnds(db)) {
    const seq = Math.max(0, end - lines);
    seen = { ...seen, [workspaceId]: await writeAfter(db, { workspaceId, seq }, write) };
  }
  while (follow) {
    await wait(LOOK_MS);
    for (const { workspaceId } of await auditEnds(db)) {
      const seq = seen[workspaceId] ?? 0;
      seen = { ...seen, [workspaceId]: await writeAfter(db, { workspaceId, seq }, write) };
    }
  }
  return 0;
}

/** Writes what a chain has behind a row; answers where that ended. */
async function writeAfter(
  db: Database,
  { workspaceId, seq }: { readonly workspaceId: string; readonly seq: number },
  write: (entry: AuditRecord) => Promise<void>,
): Promise<number> {
  for (let last = seq; ; ) {
    const { entries } = await exportAudit(db, { workspaceId }, PAGE, { workspaceId, seq: last });
    for (const entry of entries) await write(entry);
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < PAGE) return last;
  }
}

function lineOf(entry: AuditRecord): string {
  const { workspaceId, seq, at, actor, via, action, facts, before, after } = entry;
  const change =
    before === undefined && after === undefined
      ? []
      : [`${JSON.stringify(before ?? {})} -> ${JSON.stringify(after ?? {})}`];
  const about = entry.inviteId ?? entry.subject ?? '';
  return [
    new Date(at).toISOString(),
    `${workspaceId}/${seq}`,
    actor,
    via ?? '-',
    action,
    about,
    JSON.stringify(facts),
    ...change,
  ].join(' ');
}
