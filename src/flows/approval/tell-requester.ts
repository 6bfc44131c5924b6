import type { Approval } from '../../domain/approval.ts';
import { isAnnounced } from '../../domain/invite.ts';
import { aboutOf } from '../shared/approvals.ts';
import type { Context, Statements } from '../shared/context.ts';
import { notifyPerson } from '../shared/notify-admins.ts';

/**
 * Tells who asked, and the channel of the card, what became of a request: approved or denied (`by`, and why), or expired. In the thread of the
 * card, where there is one; and directly to who asked, where they are not whom the thread tells. What is withdrawn they did themselves.
 */
export async function tellRequester(
  context: Context,
  tx: Statements,
  approval: Approval,
  end: {
    readonly state: 'approved' | 'denied' | 'expired' | 'withdrawn';
    readonly by: string;
    readonly text: string;
  },
): Promise<void> {
  const { id, kind, subjectId, requesterId } = approval;
  const { state, by, text } = end;
  if (state === 'withdrawn') return;
  const facts = { what: kind, outcome: state, by, ...(text === '' ? {} : { text }) };
  const invite = kind === 'members' ? undefined : await tx.getInvite(subjectId);
  if (invite !== undefined && isAnnounced(invite)) {
    await tx.enqueueOnce({ inviteId: subjectId, kind: 'notice', name: `approval_${state}:${id}`, facts });
    if (requesterId === invite.inviterId) return;
  }
  await notifyPerson(
    context,
    requesterId,
    { name: 'approval_decided', id, facts: { ...facts, ...aboutOf(approval) } },
    tx,
  );
}
