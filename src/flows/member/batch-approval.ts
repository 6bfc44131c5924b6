import type { MemberBatch } from '../../domain/member-batch.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { memberApproval } from '../../domain/policy/approvers.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type AskedApproval, openApproval } from '../shared/approvals.ts';
import { whoAllowed } from '../shared/approvers.ts';
import { type Context, done, type Outcome } from '../shared/context.ts';
import { enqueueMemberCard } from './member-results.ts';

/** What is asked of approvers about a batch of members. */
export function askedBatch(
  context: Pick<Context, 'newId'>,
  batch: MemberBatch,
  need: ApprovalNeed,
  reason: string,
): AskedApproval {
  return {
    id: `apr_${context.newId()}`,
    workspaceId: batch.workspaceId,
    kind: 'members',
    subjectId: batch.id,
    requesterId: batch.actorId,
    reason,
    terms: undefined,
    change: undefined,
    need,
    uselessAt: Infinity,
  };
}

/** Whether a batch may be sent without asking anybody. `wait`: Slack does not say who may approve. */
export type BatchApproval =
  | { readonly may: 'send' }
  | { readonly may: 'wait'; readonly why: Problem }
  | { readonly may: 'ask'; readonly need: ApprovalNeed };

/**
 * Whether a batch has the approvals that it needs by the policy of this moment: they are counted again before anything is sent, and whoever may
 * not approve any more counts no more. Problems: groups_unknown.
 */
export async function checkApproval(context: Context, batch: MemberBatch): Promise<BatchApproval> {
  const need = memberApproval(context.policy(), batch.provider, { role: batch.terms.role });
  if (need === undefined) return { may: 'send' };
  let unknown: Problem | undefined;
  for (const approval of await context.store.approvalsOf(batch.id)) {
    const by = await whoAllowed(context, approval, need);
    if (isProblem(by)) unknown = by;
    else if (by !== undefined) return { may: 'send' };
  }
  return unknown === undefined ? { may: 'ask', need } : { may: 'wait', why: unknown };
}

/**
 * A batch that was about to be sent needs approval that it does not have: the policy changed since, an approver may not approve any more, or it
 * was denied and is asked for again. It waits, and approvers are asked.
 */
export async function awaitBatchApproval(context: Context, batch: MemberBatch, need: ApprovalNeed): Promise<Outcome> {
  await context.store.transaction(async (tx) => {
    const current = await tx.lockMemberBatch(batch.id);
    if (current === undefined || current.awaits !== undefined) return;
    const [before] = await tx.approvalsOf(batch.id);
    const asked = askedBatch(context, batch, need, before?.reason ?? '');
    await openApproval(context, tx, asked);
    await tx.saveMemberAwaits(batch.id, asked.id);
    await enqueueMemberCard(tx, batch, context.now());
  });
  context.wake();
  return done;
}
