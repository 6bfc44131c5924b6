import type { Kysely } from 'kysely';
import type { AuditRow } from './audit-hash.ts';
import { type ChainCheck, checkChain, type Following } from './check-chain.ts';
import type { Fault } from './check-row.ts';
import type { Tables } from './schema.ts';

const PAGE = 1000;
/** Each of them reads the chain; of a log that was rewritten from end to end it does not matter where each row was. */
const MOST_LOOKS = 100;

/** A row that was seen elsewhere: in an export, in the stream, or as the end of a verified chain. */
export type Expected = { readonly workspaceId: string; readonly seq: number; readonly hash: string };

/** A chain as it was found. */
export type Verified = {
  readonly workspaceId: string;
  readonly rows: number;
  /** Rows of which the personal part was erased. */
  readonly erased: number;
  /** Its last row, to be noted where nobody who owns the database can change it. */
  readonly head: { readonly seq: number; readonly hash: string } | undefined;
};

/**
 * Follows every chain from its first row to its end, page by page, while others may go on writing. Every fault is reported as it is
 * found.
 */
export async function verifyAudit(
  db: Kysely<Tables>,
  expected: readonly Expected[],
  report: (fault: Fault) => void,
): Promise<readonly Verified[]> {
  const verified: Verified[] = [];
  for (const workspaceId of await chainsOf(db, expected)) {
    const own = expected.filter((each) => each.workspaceId === workspaceId);
    verified.push(await verifyChain(db, workspaceId, own, report));
  }
  return verified;
}

/** Also those that have rows and no head, or are expected and have neither. */
async function chainsOf(db: Kysely<Tables>, expected: readonly Expected[]): Promise<readonly string[]> {
  const heads = await db.selectFrom('audit_head').select('workspace_id').execute();
  const inRows = await db.selectFrom('audit').select('workspace_id').distinct().execute();
  const all = [...heads, ...inRows].map(({ workspace_id }) => workspace_id);
  return [...new Set([...all, ...expected.map(({ workspaceId }) => workspaceId)])].toSorted();
}

async function verifyChain(
  db: Kysely<Tables>,
  workspaceId: string,
  expected: readonly Expected[],
  report: (fault: Fault) => void,
): Promise<Verified> {
  let looks = 0;
  const check = checkChain(workspaceId, async (hash) => {
    looks += 1;
    return looks > MOST_LOOKS ? undefined : placeOf(db, workspaceId, hash);
  });
  let ahead: AuditRow[] = [];
  let unmet = expected;
  let last: AuditRow | undefined;

  /** Takes the first of the rows that were read, with what comes behind it. */
  async function takeFirst(end: readonly Following[]): Promise<void> {
    const [row, ...rest] = ahead;
    if (row === undefined) return;
    ahead = rest;
    last = row;
    const wanted = unmet.find(({ seq }) => seq === row.seq);
    unmet = unmet.filter((each) => each !== wanted);
    const faults = await check.next(row, [...ahead.slice(0, 2), ...end]);
    faults.forEach(report);
    const isOther = wanted !== undefined && wanted.hash !== row.hash && faults.length === 0;
    if (isOther) report({ kind: 'edited', workspaceId, seq: row.seq, id: row.id });
  }

  for (;;) {
    const page = await rowsAfter(db, workspaceId, ahead.at(-1) ?? last);
    // One by one and not spread: a page is long.
    for (const row of page) {
      ahead.push(row);
      if (ahead.length > 2) await takeFirst([]);
    }
    if (page.length > 0) continue;
    const head = await headOf(db, workspaceId);
    // Written since, together with its row.
    const isBehind = head !== undefined && head.seq > ((ahead.at(-1) ?? last)?.seq ?? 0);
    if (isBehind && (await rowsAfter(db, workspaceId, ahead.at(-1) ?? last)).length > 0) continue;
    const end = head === undefined ? [] : [{ seq: head.seq + 1, prev_hash: head.hash }];
    while (ahead.length > 0) await takeFirst(end);
    check.end(head).forEach(report);
    for (const { seq } of unmet) report({ kind: 'truncated', workspaceId, seq });
    return { workspaceId, ...countsOf(check), head };
  }
}

function countsOf(check: ChainCheck): Pick<Verified, 'rows' | 'erased'> {
  return { rows: check.rows(), erased: check.erased() };
}

/** The next page of a chain. Two rows may have one number where somebody took the index away. */
function rowsAfter(db: Kysely<Tables>, workspaceId: string, last: AuditRow | undefined): Promise<AuditRow[]> {
  return db
    .selectFrom('audit')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .$if(last !== undefined, (rows) =>
      rows
        .where('seq', '>=', last?.seq ?? 0)
        .where((eb) => eb.or([eb('seq', '>', last?.seq ?? 0), eb('id', '>', last?.id ?? '')])),
    )
    .orderBy('seq')
    .orderBy('id')
    .limit(PAGE)
    .execute();
}

function headOf(db: Kysely<Tables>, workspaceId: string) {
  const head = db.selectFrom('audit_head').select(['seq', 'hash']).where('workspace_id', '=', workspaceId);
  return head.executeTakeFirst();
}

/** The number of the row with a hash. No index has it: this is for what does not fit, and reads the chain. */
async function placeOf(db: Kysely<Tables>, workspaceId: string, hash: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.seq;
}
