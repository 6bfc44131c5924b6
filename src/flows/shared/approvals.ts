import { isDeepStrictEqual } from 'node:util';
import { type Approval, type ApprovalState, needOf, nothingDecided, reminderAfterMs } from '../../domain/approval.ts';
import type { AuditAction } from '../../domain/audit-action.ts';
import { defined } from '../../domain/defined.ts';
import type { ApprovalNeed, ApprovalPolicy } from '../../domain/policy/approval-rule.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { cleanText } from '../../domain/text/clean.ts';
import { type Context, type Statements, writeAudit } from './context.ts';
import { notifyAdmins } from './notify-admins.ts';

/** What somebody asks approval for. */
export type AskedApproval = Pick<
  Approval,
  'id' | 'workspaceId' | 'kind' | 'subjectId' | 'requesterId' | 'reason' | 'terms' | 'change'
> & {
  readonly need: ApprovalNeed;
  /** From when on it is of no use any more, epoch ms. */
  readonly uselessAt: number;
};

/** Why somebody wants something that needs approval, and whether they go ahead without it. */
export type AskedFor = {
  readonly reason: string;
  readonly bypass: boolean;
  /** Which need the form asked about (needKey): what was answered about one is no answer about another. Undefined: whichever there is. */
  readonly about?: string;
};

export const MOST_REASON = 500;

/**
 * Opens a request for approval in the transaction that saves what it is about, which is locked and has no other open: with the jobs that
 * ask approvers, remind them and let it expire, and its audit row.
 */
export async function openApproval(context: Context, tx: Statements, asked: AskedApproval): Promise<Approval> {
  const { need, uselessAt, ...own } = asked;
  const now = context.now();
  const expiresAt = Math.min(now + context.policy().approvals.expireAfterMs, uselessAt);
  const approval: Approval = { ...own, ...needOf(need), ...nothingDecided, createdAt: now, expiresAt };
  await tx.insertApproval(approval);
  await askFor(context, tx, approval);
  await auditApproval(context, tx, approval, { actor: approval.requesterId, action: 'approval_asked' });
  return approval;
}

/**
 * Writes down that somebody who may goes ahead without approval: others review it. Loud: the approvers see it as they see requests, and
 * each admin reads of it.
 */
export async function bypassApproval(context: Context, tx: Statements, asked: AskedApproval): Promise<Approval> {
  const { need, uselessAt: _, ...own } = asked;
  const now = context.now();
  const { requesterId, id } = asked;
  const bypassed = { state: 'bypassed', decidedBy: requesterId, decidedAt: now, review: 'open' } as const;
  const approval: Approval = {
    ...own,
    ...needOf(need),
    ...nothingDecided,
    ...bypassed,
    asked: need.by.length,
    createdAt: now,
    expiresAt: now,
  };
  await tx.insertApproval(approval);
  await askFor(context, tx, approval);
  await notifyAdmins(
    context,
    { name: 'approval_bypassed', id, facts: { approval: id, by: requesterId, ...aboutOf(approval) } },
    tx,
  );
  await auditApproval(context, tx, approval, { actor: requesterId, action: 'approval_bypassed' });
  return approval;
}

async function askFor({ policy, now }: Context, tx: Statements, approval: Approval): Promise<void> {
  await tx.enqueue({ kind: 'approval_ask', name: approval.id });
  await tx.enqueue({ kind: 'approval', name: approval.id, at: nextLookAt(approval, policy().approvals, now()) });
}

/** Which invite or batch a notice of a request is about, as its facts. */
export function aboutOf({ kind, subjectId }: Approval): Readonly<Record<string, string>> {
  return kind === 'members' ? { batchId: subjectId } : { inviteId: subjectId };
}

/** When something about a request is due: a reminder, the next group, or its end; epoch ms. */
export function nextLookAt(approval: Approval, policy: ApprovalPolicy, now: number): number {
  const { createdAt, reminders, asked, by, expiresAt } = approval;
  const reminder = createdAt + reminderAfterMs(policy.remindAfterMs, reminders);
  if (approval.state !== 'open') return Math.max(reminder, now);
  const escalation = asked < by.length ? createdAt + asked * policy.escalateAfterMs : Infinity;
  return Math.max(Math.min(reminder, escalation, expiresAt), now);
}

/** Writes a request that is locked; everybody who sees it, or the invite it is about, reads how it is now. */
export async function saveLocked(tx: Statements, approval: Approval, parts: Partial<Approval>): Promise<Approval> {
  const saved = await tx.saveApproval({ ...approval, ...parts });
  if (saved === undefined) throw new Error(`${approval.id} was written by somebody who did not lock it`);
  await redrawApproval(tx, approval.id);
  if (approval.kind !== 'members') await tx.enqueue({ inviteId: approval.subjectId, kind: 'card' });
  return saved;
}

/** Whether a request asks the same people, by the same rule, as the policy needs. */
export function asksThose({ rule, by, needed }: Approval, need: ApprovalNeed): boolean {
  return isDeepStrictEqual([rule, by, needed], [need.rule, need.by, need.count]);
}

/** Reads why somebody denies or reviews something, which they have to say. Problems: approval_reason_missing, approval_reason_too_long. */
export function readNote(note: string): string | Problem {
  const text = cleanText(note);
  if (text === '') return problem('approval_reason_missing');
  return text.length > MOST_REASON ? problem('approval_reason_too_long', { max: MOST_REASON }) : text;
}

/** What a request that is locked keeps of what the policy needs by now; others are asked where it names others. */
export async function takeUpNeed(tx: Statements, approval: Approval, need: ApprovalNeed): Promise<Partial<Approval>> {
  if (!isDeepStrictEqual(approval.by, need.by)) await tx.enqueue({ kind: 'approval_ask', name: approval.id });
  return needOf(need);
}

/** Each card of a request is written anew. */
export async function redrawApproval(tx: Statements, approvalId: string): Promise<void> {
  for (const { id } of await tx.approvalCardsOf(approvalId)) await tx.enqueue({ kind: 'approval_card', name: id });
}

/** Ends the open request of an invite or a batch that is locked, if there is one. */
export async function closeApprovalOf(
  context: Context,
  tx: Statements,
  subjectId: string,
  end: { readonly state: Extract<ApprovalState, 'withdrawn' | 'overtaken'>; readonly by: string },
): Promise<void> {
  const open = await tx.openApprovalOf(subjectId);
  const locked = open && (await tx.lockApproval(open.id));
  if (locked?.state !== 'open') return;
  const closed = await saveLocked(tx, locked, { state: end.state, decidedBy: end.by, decidedAt: context.now() });
  await auditApproval(context, tx, closed, { actor: end.by, action: `approval_${end.state}` });
}

type Noted = {
  readonly actor: string;
  readonly action: Extract<AuditAction, `approval_${string}` | 'review_closed'>;
  readonly reason?: string | undefined;
  readonly approvedBy?: readonly string[];
};

/** The audit row of what was done to a request, about the invite or the batch. */
export async function auditApproval(context: Context, tx: Statements, approval: Approval, noted: Noted): Promise<void> {
  const { id, kind, subjectId, workspaceId, rule, by, needed } = approval;
  const about = kind === 'members' ? { subject: subjectId } : { inviteId: subjectId };
  const { actor, action, approvedBy } = noted;
  const reason = noted.reason ?? (action === 'approval_asked' || action === 'approval_bypassed' ? approval.reason : '');
  await writeAudit(context, tx, {
    ...about,
    workspaceId,
    actor,
    action,
    rule,
    facts: { reference: id, kind, approvers: by.join(','), needed },
    ...defined({ approvedBy, reason: reason === '' ? undefined : reason }),
  });
}
