import type { Invite } from '../domain/invite.ts';
import { type Context, changeInvite, closedStates, done, guestlist, type Outcome } from './context.ts';

/** An invite that ends within this may be over already by Parsec's clock, ms. */
const ENDING_MS = 30_000;

/** Whether an invite Parsec does not know may simply be over, and forgotten there: its end says what became of it. `now` in epoch ms. */
export function mayHaveEnded({ endsAt }: Pick<Invite, 'endsAt'>, now: number): boolean {
  return endsAt <= now + ENDING_MS;
}

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
