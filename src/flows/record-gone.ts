import type { Invite } from '../domain/invite.ts';
import { type Context, changeInvite, closedStates, done, guestlist, type Outcome } from './context.ts';

/**
 * The invite is not at Parsec any more. It counts as cancelled: by whoever asked for it here, or else by somebody in Parsec's
 * own dashboard. "Cancelled" is only ever said from here, after it is gone.
 */
export async function recordGone(context: Context, invite: Invite): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (closedStates.includes(current.state)) return undefined;
    const by = current.cancel?.askedBy ?? guestlist;
    await tx.dropWork(invite.id, 'start');
    await tx.dropWork(invite.id, 'warn');
    await tx.dropWork(invite.id, 'end');
    await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    await tx.oweWorkOnce({ inviteId: invite.id, kind: 'notice', name: 'cancelled', at: 0, facts: { by } });
    return {
      parts: {
        state: 'cancelled',
        change: undefined,
        kickAskedBy: undefined,
        createSentAt: undefined,
        inDoubt: false,
        problem: undefined,
      },
      actor: by,
      action: 'cancelled',
    };
  });
  return done;
}
