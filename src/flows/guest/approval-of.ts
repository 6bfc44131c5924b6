import type { Invite, Terms } from '../../domain/invite.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { whoAllowed } from '../shared/approvers.ts';
import type { Context } from '../shared/context.ts';

/** Whether what an invite will be was approved, by the policy and the people of this moment. */
export type ApprovalCheck =
  | { readonly kind: 'approved'; readonly terms: Terms; readonly by: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly why: Problem };

/**
 * Looks for an approval that covers terms (`isCovered`), and counts again: whoever lost the right to approve since, or would not be asked by the
 * policy of now, counts no more. Problems: groups_unknown while Slack does not say who is who.
 */
export async function approvalOf(
  context: Context,
  { id, inviterId }: Pick<Invite, 'id' | 'inviterId'>,
  terms: Terms,
  need: ApprovalNeed,
  isCovered: (terms: Terms, approved: Terms) => boolean,
): Promise<ApprovalCheck> {
  const all = await context.store.approvalsOf(id);
  const covering = all.flatMap((each) =>
    each.terms !== undefined && isCovered(terms, each.terms) ? [{ ...each, terms: each.terms }] : [],
  );
  let unknown: Problem | undefined;
  for (const approval of covering) {
    // Who took it over has it from nobody if it is they who approved it.
    const isOfInviter = approval.kind === 'invite' && approval.state === 'approved';
    const by = await whoAllowed(context, isOfInviter ? { ...approval, requesterId: inviterId } : approval, need);
    if (isProblem(by)) unknown = by;
    else if (by !== undefined) return { kind: 'approved', terms: approval.terms, by };
  }
  return unknown === undefined ? { kind: 'missing' } : { kind: 'unknown', why: unknown };
}
