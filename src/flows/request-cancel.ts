import { type Invite, isOver } from '../domain/invite.ts';
import { mayChange, type Person } from '../domain/person.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { type Context, changeInvite } from './context.ts';
import { isBeingHeld } from './hold-invite.ts';

/**
 * Asks to take an invite back; also one that is still being created. Asked twice it is asked once.
 * Problems: invite_unknown, not_*, invite_over.
 */
export async function requestCancel(
  context: Context,
  inviteId: string,
  person: Person,
  options: { readonly sendEmail: boolean },
): Promise<Invite | Problem> {
  const result = await changeInvite(context, inviteId, async (invite, tx) => {
    const refused = mayChange(invite, person, context.policy);
    if (refused !== undefined) return refused;
    if (isOver(invite, context.now())) return problem('invite_over');
    // One that is being held is not cancelled yet.
    if (invite.state === 'cancelling' && !isBeingHeld(invite)) return undefined;
    await tx.oweWork({ inviteId, kind: 'provider', at: 0 });
    await tx.oweWork({ inviteId, kind: 'card', at: 0 });
    return {
      parts: {
        state: 'cancelling',
        cancel: { askedBy: person.id, sendEmail: options.sendEmail },
        // A cancel disconnects the guest, too.
        kickAskedBy: undefined,
        stuckSince: undefined,
        problem: undefined,
      },
      actor: person.id,
      action: 'cancel_asked',
      facts: { sendEmail: options.sendEmail },
    };
  });
  context.wake();
  return result ?? (await context.store.getInvite(inviteId)) ?? problem('invite_unknown');
}
