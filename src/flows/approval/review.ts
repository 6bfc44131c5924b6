import type { Approval } from '../../domain/approval.ts';
import { isAdmin, type Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { aboutOf, auditApproval, readNote, saveLocked } from '../shared/approvals.ts';
import { approverRefusal } from '../shared/approvers.ts';
import type { Context } from '../shared/context.ts';
import { notifyPerson } from '../shared/notify-admins.ts';

/** Whether a person may review what went ahead without approval: an approver or an admin, and never who went ahead. Undefined is yes. */
export function reviewRefusal(context: Context, approval: Approval, person: Person): Problem | undefined {
  if (person.id === approval.requesterId) return problem('own_review');
  if (isAdmin(person, context.policy())) return undefined;
  return approverRefusal(context, approval, approval.by, person);
}

/**
 * Closes the review of what went ahead without approval. Closed twice it is closed once. Problems: approval_unknown, review_closed, own_review,
 * not_approver, groups_unknown, approval_reason_missing, approval_reason_too_long.
 */
export async function closeReview(
  context: Context,
  approvalId: string,
  person: Person,
  note: string,
): Promise<Approval | Problem> {
  const seen = await context.store.getApproval(approvalId);
  if (seen?.workspaceId !== context.workspaceId() || seen.review === undefined) return problem('approval_unknown');
  const refused = reviewRefusal(context, seen, person);
  if (refused !== undefined) return refused;
  const text = readNote(note);
  if (isProblem(text)) return text;
  const result = await context.store.transaction(async (tx) => {
    const approval = await tx.lockApproval(approvalId);
    if (approval?.review !== 'open') return problem('review_closed');
    const reviewed = { reviewedBy: person.id, reviewedAt: context.now(), reviewNote: text };
    const saved = await saveLocked(tx, approval, { review: 'closed', ...reviewed });
    await auditApproval(context, tx, saved, { actor: person.id, action: 'review_closed', reason: text });
    const facts = { what: saved.kind, outcome: 'reviewed', by: person.id, text, ...aboutOf(saved) };
    await notifyPerson(context, saved.requesterId, { name: 'approval_decided', id: `${saved.id}:review`, facts }, tx);
    return saved;
  });
  context.wake();
  return result;
}
