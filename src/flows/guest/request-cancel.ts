import type { Invite } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import type { Problem } from '../../domain/problem.ts';
import { closeApprovalOf } from '../shared/approvals.ts';
import type { Context } from '../shared/context.ts';
import { isBeingHeld } from './hold-invite.ts';
import { askOfInvite } from './request-change.ts';

/**
 * Asks to take an invite back; also one that is still being created. Asked twice it is asked once.
 * Problems: invite_unknown, not_*, invite_ended.
 */
export function requestCancel(
  context: Context,
  inviteId: string,
  person: Person,
  options: { readonly sendEmail: boolean },
): Promise<Invite | Problem> {
  return askOfInvite(context, inviteId, person, async (invite, tx) => {
    // One that is being held is not cancelled yet.
    if (invite.state === 'cancelling' && !isBeingHeld(invite)) return undefined;
    await closeApprovalOf(context, tx, inviteId, { state: 'withdrawn', by: person.id });
    await tx.enqueue({ inviteId, kind: 'provider' });
    await tx.enqueue({ inviteId, kind: 'card' });
    return {
      parts: {
        state: 'cancelling',
        cancel: { requestedBy: person.id, sendEmail: options.sendEmail },
        // A cancel disconnects the guest, too.
        kickRequestedBy: undefined,
        awaits: undefined,
        stuckSince: undefined,
        problem: undefined,
      },
      actor: person.id,
      action: 'cancel_asked',
      facts: { sendEmail: options.sendEmail },
    };
  });
}
