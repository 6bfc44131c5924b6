import { type MemberBatch, type MemberRow, memberRowId } from '../../domain/member-batch.ts';
import { termKinds } from '../../domain/member-power.ts';
import type { Problem } from '../../domain/problem.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { type AskedApproval, bypassApproval, openApproval } from '../shared/approvals.ts';
import { type Context, type Statements, writeAudit } from '../shared/context.ts';
import type { FoundTerms } from './member-terms.ts';

/** One row of what was pasted; without a problem it has an email. */
export type PastedRow = {
  readonly raw: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly problem?: Problem;
};

/** A batch that is about to be saved, with its rows. `asked`: what approvers are asked, or told of afterwards (`isWaiting` false). */
export type PlannedBatch = {
  readonly batch: MemberBatch;
  readonly rows: readonly MemberRow[];
  /** How many of them are sent. */
  readonly good: number;
  readonly asked: AskedApproval | undefined;
  readonly isWaiting: boolean;
};

/** The longest text kept of something that is no address. */
const LONGEST = 254;

/** A batch with its rows; those with a problem are kept as refused and never sent. `bypass`: it goes ahead without the approval it needs. */
export function planBatch(
  wished: MemberBatch,
  checked: readonly PastedRow[],
  asked: AskedApproval | undefined,
  bypass: boolean,
): PlannedBatch {
  const isWaiting = asked !== undefined && !bypass;
  const batch: MemberBatch = isWaiting ? { ...wished, awaits: asked.id } : wished;
  const rows = checked.map((row, index) => rowOf(batch.id, index + 1, row));
  return { batch, rows, good: rows.filter((row) => row.state === 'waiting').length, asked, isWaiting };
}

/** Writes a batch, its rows, its jobs and its audit row; 'already' when one with its request key is there, and then nothing. */
export async function insertPlanned(
  context: Context,
  tx: Statements,
  { batch, rows, asked, isWaiting }: PlannedBatch,
  { typedIn }: { readonly typedIn: string },
): Promise<'inserted' | 'already'> {
  if ((await tx.insertMemberBatch(batch, rows)) === 'already') return 'already';
  if (isWaiting && asked !== undefined) await openApproval(context, tx, asked);
  else {
    if (asked !== undefined) await bypassApproval(context, tx, asked);
    await tx.enqueue({ kind: 'members', name: batch.id });
  }
  await tx.enqueue({ kind: 'member_card', name: batch.id });
  await writeAudit(context, tx, {
    subject: batch.id,
    workspaceId: batch.workspaceId,
    actor: batch.requesterId,
    action: 'members_asked',
    facts: {
      provider: batch.provider,
      addresses: rows.length,
      ...namesOf(batch.terms),
      ...(typedIn === '' ? {} : { typedIn }),
    },
    // Whom it is about is found by its rows.
    history: { area: batch.provider, about: '' },
  });
  return 'inserted';
}

/** What they were invited to as it is called, or by its id where the system has not said. */
function namesOf(terms: FoundTerms): Readonly<Record<string, string>> {
  return Object.fromEntries(
    termKinds.flatMap((kind) => {
      const term = terms[kind];
      return term === undefined ? [] : [[kind, term.name || term.id]];
    }),
  );
}

function rowOf(batchId: string, position: number, row: PastedRow): MemberRow {
  const { problem: why } = row;
  return {
    id: memberRowId(batchId, position),
    batchId,
    position,
    // Never through a surrogate pair: PostgreSQL takes no half of one.
    email: cleanLine(row.email ?? row.raw)
      .slice(0, LONGEST)
      .replace(/[\uD800-\uDBFF]$/, ''),
    firstName: cleanLine(row.firstName ?? '') || undefined,
    lastName: cleanLine(row.lastName ?? '') || undefined,
    phone: cleanLine(row.phone ?? '') || undefined,
    state: why === undefined ? 'waiting' : 'failed',
    problem: why && { code: why.code, facts: why.facts },
    inviteId: undefined,
    joinUrl: undefined,
    sentAt: undefined,
  };
}
