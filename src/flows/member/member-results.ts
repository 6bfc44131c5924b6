import { defined } from '../../domain/defined.ts';
import type { MemberBatch, MemberRow, MemberRowState } from '../../domain/member-batch.ts';
import { isProblem, type Problem, type ProblemCode, problem } from '../../domain/problem.ts';
import type { InvitedMember } from '../../providers/provider.ts';
import { type Context, done, guestlist, type Outcome, type Statements, writeAudit } from '../shared/context.ts';
import { CARD_SPACING_MS } from '../shared/stand-card.ts';

/** A row as it is now, and as it was when it was sent. */
export type SettledRow = { readonly row: MemberRow; readonly was: MemberRow };

/** What a request came to. */
export type Answered = {
  /** The rows that were sent, as they are now: `sent` while nobody knows, `waiting` when nothing was done. */
  readonly rows: readonly SettledRow[];
  /** Ask later, and why. */
  readonly wait: Problem | undefined;
  /** Why the result of some is unknown. */
  readonly doubt: Problem | undefined;
  /** Nothing more of this batch will be taken, and why. */
  readonly hopeless: Problem | undefined;
  /** Several were refused by one word: it is not known which of them it is about, or whether fewer would have been taken. */
  readonly together: boolean;
};

const later: readonly ProblemCode[] = ['provider_busy', 'provider_unreachable'];
/** What is said of one address and holds for all that follow. */
const forAll: readonly ProblemCode[] = [
  'provider_off',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_not_found',
  'provider_account_unknown',
  'plan_full',
];

/** Said of several, these may be about one of them, or about their number: fewer may be taken. */
const ofMany: readonly ProblemCode[] = ['provider_rejected', 'plan_full'];

/** Reads what a provider answered to the rows it was sent. */
export function readAnswer(
  provider: string,
  rows: readonly MemberRow[],
  answer: readonly InvitedMember[] | Problem,
): Answered {
  const results = rows.map((row, index): { readonly row: MemberRow; readonly result: InvitedMember } => {
    const result = isProblem(answer) ? { email: row.email, outcome: answer } : answer[index];
    // A provider that answers for fewer than it was asked: nobody can say what became of the others.
    return { row, result: result ?? { email: row.email, outcome: problem('provider_outcome_unknown', { provider }) } };
  });
  const problems = results.flatMap(({ result: { outcome } }) => (isProblem(outcome) ? [outcome] : []));
  const together = problems.filter(({ code }) => ofMany.includes(code)).length > 1;
  const find = (codes: readonly ProblemCode[]) => problems.find(({ code }) => codes.includes(code));
  const hopeless = find(forAll);
  return {
    rows: results.map(({ row, result }) => ({ row: rowAfter(row, result, together), was: row })),
    wait: find(later),
    doubt: find(['provider_outcome_unknown', 'provider_shows_nothing']),
    hopeless: together && hopeless !== undefined && ofMany.includes(hopeless.code) ? undefined : hopeless,
    together,
  };
}

function rowAfter(row: MemberRow, result: InvitedMember, together: boolean): MemberRow {
  if (result.outcome === 'invited') {
    return { ...invitedRow(row, result.inviteId), joinUrl: result.joinUrl };
  }
  const { code, facts } = result.outcome;
  if (code === 'provider_outcome_unknown') return row;
  // Looked for like the others, but apart from them: nothing speaks for asking again by ourselves.
  if (code === 'provider_shows_nothing') return { ...row, problem: { code, facts } };
  const again = later.includes(code) || (together && ofMany.includes(code));
  return again ? { ...row, ...settled('waiting') } : refused(row, result.outcome);
}

/** A row that was invited. When it was sent stays: it distinguishes the invite from another of the same person (domain/own-invite.ts). */
export function invitedRow(row: MemberRow, inviteId: string | undefined): MemberRow {
  return { ...row, state: 'invited', problem: undefined, inviteId };
}

export function settled(state: Exclude<MemberRowState, 'invited'>): Pick<MemberRow, 'state' | 'problem' | 'sentAt'> {
  return { state, problem: undefined, sentAt: undefined };
}

export function refused(row: MemberRow, why: Problem): MemberRow {
  return { ...row, state: 'failed', problem: { code: why.code, facts: why.facts }, sentAt: undefined };
}

/**
 * Writes rows that were `sent` as they are now, with an audit row, and enqueues the card. A row somebody else has settled meanwhile stays as
 * they left it.
 */
export async function writeResults(
  context: Context,
  batch: MemberBatch,
  rows: readonly SettledRow[],
  result: {
    readonly pause: MemberBatch['pause'];
    readonly action?: 'members_answered' | 'members_looked_for';
    readonly also?: (tx: Statements) => Promise<void>;
  },
): Promise<void> {
  await context.store.transaction(async (tx) => {
    for (const { row, was } of rows) {
      const changed = row.state !== was.state || row.problem !== was.problem || row.sentAt !== was.sentAt;
      if (changed) await tx.saveMemberRow(row, was);
    }
    await tx.saveMemberPause(batch.id, result.pause);
    await result.also?.(tx);
    await enqueueMemberCard(tx, batch, context.now());
    if (result.action === undefined) return;
    const facts = { ...countBy(rows), ...defined({ problem: result.pause?.code }) };
    await writeAudit(context, tx, { ...rowOfBatch(batch), action: result.action, facts });
  });
  context.wake();
}

/** Everything that is still open is refused for the same reason: nothing more of this batch will be taken. */
export async function refuseOpen(context: Context, batch: MemberBatch, why: Problem): Promise<Outcome> {
  await context.store.transaction(async (tx) => {
    const open = await tx.openMemberRows(batch.id, 1000);
    for (const row of open) {
      // What was sent stays marked: before it is tried again, it is looked for.
      await tx.saveMemberRow({ ...refused(row, why), sentAt: row.sentAt }, row);
    }
    await tx.saveMemberPause(batch.id, undefined);
    await enqueueMemberCard(tx, batch, context.now());
    const facts = { problem: why.code, addresses: open.length };
    await writeAudit(context, tx, { ...rowOfBatch(batch), action: 'members_stopped', facts });
  });
  context.wake();
  return done;
}

/** Enqueues the card, not before a second after it was written last; written later than `now` (epoch ms), it was before the clock was set back. */
export async function enqueueMemberCard(tx: Statements, batch: MemberBatch, now: number): Promise<void> {
  const at = batch.cardShownAt === undefined ? 0 : Math.min(batch.cardShownAt, now) + CARD_SPACING_MS;
  await tx.enqueue({ kind: 'member_card', name: batch.id, at });
}

function countBy(rows: readonly SettledRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of rows.map(({ row }) => row)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function rowOfBatch({ id, workspaceId }: MemberBatch) {
  return { subject: id, workspaceId, actor: guestlist };
}
