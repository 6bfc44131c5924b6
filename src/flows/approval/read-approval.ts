import { isAdmin, type Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { approverRefusal } from '../shared/approvers.ts';
import type { Context } from '../shared/context.ts';
import type { ShownApproval } from '../shared/notifier.ts';
import { openApprovalFor } from './decide.ts';
import { reviewRefusal } from './review.ts';
import { shownApproval } from './shown-approval.ts';

/**
 * A request as somebody sees it who may decide it, `seen`: its revision when they looked at it. Problems: approval_unknown,
 * approval_decided, approval_changed, not_approver, own_approval, groups_unknown.
 */
export async function approvalToDecide(
  context: Context,
  id: string,
  person: Person,
  seen: number,
): Promise<ShownApproval | Problem> {
  const approval = await openApprovalFor(context, id, seen);
  if (isProblem(approval)) return approval;
  return approverRefusal(context, approval, approval.by, person) ?? shownApproval(context, approval, { person });
}

/** What went ahead without approval, as somebody sees it who may review it. Problems: as for closeReview. */
export async function approvalToReview(context: Context, id: string, person: Person): Promise<ShownApproval | Problem> {
  const approval = await context.store.getApproval(id);
  if (approval?.workspaceId !== context.workspaceId() || approval.review === undefined)
    return problem('approval_unknown');
  const refused = reviewRefusal(context, approval, person);
  if (refused !== undefined) return refused;
  return approval.review === 'closed' ? problem('review_closed') : shownApproval(context, approval, { person });
}

/**
 * A request, whatever became of it, for who asked, for those who may decide it, and for admins. Problems: approval_unknown, not_approver,
 * groups_unknown.
 */
export async function readApproval(context: Context, id: string, person: Person): Promise<ShownApproval | Problem> {
  const approval = await context.store.getApproval(id);
  if (approval?.workspaceId !== context.workspaceId()) return problem('approval_unknown');
  const isOpenTo = approval.requesterId === person.id || isAdmin(person, context.policy());
  const refused = isOpenTo ? undefined : approverRefusal(context, approval, approval.by, person);
  return refused ?? shownApproval(context, approval, { person });
}
