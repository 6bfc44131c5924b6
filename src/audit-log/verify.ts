import { streamedRows } from '../store/audit-stream.ts';
import type { Fault } from '../store/check-row.ts';
import type { Database } from '../store/open-existing.ts';
import { auditEnds } from '../store/read-audit.ts';
import { type Expected, type Verified, verifyAudit } from '../store/verify-audit.ts';
import type { Noted } from './options.ts';
import { print } from './print.ts';

/** Of a log that was rewritten nobody reads more lines. */
const MOST_FAULTS = 200;

/** Verifies every chain, and prints what was found; answers the exit code. */
export async function runVerify(
  db: Database,
  { expect, json }: { readonly expect: readonly Noted[]; readonly json: boolean },
): Promise<number> {
  const chains = (await auditEnds(db)).map(({ workspaceId }) => workspaceId);
  const expected = expect.map((noted) => placed(noted, chains));
  if (!expected.every((each) => each !== undefined)) {
    process.stderr.write('There are several chains: use --expect as WORKSPACE/SEQ:HASH.\n');
    return 2;
  }
  const faults: Fault[] = [];
  let count = 0;
  const verified = await verifyAudit(db, [...expected, ...(await streamedRows(db))], (fault) => {
    count += 1;
    if (count <= MOST_FAULTS) faults.push(fault);
  });
  await print(
    json
      ? `${JSON.stringify({ ok: count === 0, faults, count, chains: verified })}\n`
      : inWords(faults, count, verified),
  );
  return count === 0 ? 0 : 1;
}

/** A noted end without a workspace is that of the only chain. */
function placed({ workspaceId, ...noted }: Noted, chains: readonly string[]): Expected | undefined {
  if (workspaceId !== undefined) return { ...noted, workspaceId };
  return chains.length > 1 ? undefined : { ...noted, workspaceId: chains[0] ?? '' };
}

function inWords(faults: readonly Fault[], count: number, verified: readonly Verified[]): string {
  const lines = faults.map(faultCopy);
  if (count > faults.length) lines.push(`... and ${count - faults.length} more.`);
  const chains = verified.map(chainCopy);
  const result =
    count > 0
      ? `The audit log is not as Guestlist wrote it: ${count} ${count === 1 ? 'fault' : 'faults'}.`
      : verified.length === 0
        ? 'The audit log is empty.'
        : 'The audit log is complete and unchanged.';
  return `${[...lines, ...chains, result].join('\n')}\n`;
}

/** One fault as a line. */
function faultCopy({ kind, workspaceId, seq, until, id }: Fault): string {
  const place = until === undefined ? `row ${seq}` : `rows ${seq} to ${until}`;
  const row = `${workspaceId || "''"} ${place}${id === undefined ? '' : ` (${id})`}`;
  return `${row}: ${what[kind]}`;
}

const what: Readonly<Record<Fault['kind'], string>> = {
  deleted: 'deleted',
  edited: 'edited',
  inserted: 'inserted; Guestlist did not write it here',
  reordered: 'reordered; it was written at another place',
  truncated: 'truncated; the chain ends before it',
  personal: 'personal data edited',
};

function chainCopy({ workspaceId, rows, erased, head }: Verified): string {
  const end = head === undefined ? 'no end is recorded' : `${workspaceId}/${head.seq}:${head.hash}`;
  const without = erased === 0 ? '' : `, personal data erased in ${erased}`;
  return `${workspaceId || "''"}: ${rows} rows${without}. End: ${end}`;
}
