import type { Invite } from '../../domain/invite.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { uselessAt } from '../../domain/time/late-start.ts';
import { type AskedApproval, closeApprovalOf, openApproval } from '../shared/approvals.ts';
import { type Context, changeInvite, continueAt, done, guestlist, type Outcome } from '../shared/context.ts';

/** What is asked of approvers about an invite that is not made yet. */
export function askedOf(
  context: Pick<Context, 'newId'>,
  invite: Invite,
  need: ApprovalNeed,
  reason: string,
): AskedApproval {
  return {
    id: `apr_${context.newId()}`,
    workspaceId: invite.workspaceId,
    kind: 'invite',
    subjectId: invite.id,
    requesterId: invite.inviterId,
    reason,
    terms: termsOf(invite),
    change: undefined,
    need,
    uselessAt: uselessAt(invite),
  };
}

/** What of an invite is approved. */
export function termsOf({ hostId, hostName, permissions, timeZone, startsAt, endsAt }: Invite) {
  return { hostId, hostName, permissions, timeZone, startsAt, endsAt };
}

/**
 * An invite that was about to be sent needs approval by the policy of this moment, and has none that counts: the policy changed since it was
 * asked for, or an approver may not approve any more. It waits, and approvers are asked.
 */
export async function awaitApproval(context: Context, invite: Invite, need: ApprovalNeed): Promise<Outcome> {
  const waits = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.version !== invite.version) return undefined;
    // A change that waits, of an invite that is made again since somebody took it over: the invite itself comes first.
    await closeApprovalOf(context, tx, invite.id, { state: 'overtaken', by: guestlist });
    const [before] = await tx.approvalsOf(invite.id);
    const approval = await openApproval(context, tx, askedOf(context, current, need, before?.reason ?? ''));
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    const parts = { awaits: approval.id, createSentAt: undefined, inDoubt: false, problem: undefined };
    return { parts, actor: guestlist, action: 'awaits_approval', rule: need.rule };
  });
  context.wake();
  return waits === undefined ? continueAt(0, 'changed meanwhile') : done;
}
