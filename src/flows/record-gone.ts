import type { Invite, InviteProblem } from '../domain/invite.ts';
import { isHeld } from '../domain/inviter-left.ts';
import { type Context, changeInvite, closedStates, done, guestlist, type Outcome } from './context.ts';
import { isBeingHeld, takenAway } from './hold-invite.ts';
import { oweCardsBeside } from './other-access.ts';
import { settleWarnings } from './settle-warnings.ts';
import { notifyUnstuck } from './stuck.ts';

/** An invite that ends within this may be over already by Parsec's clock, ms. */
const ENDING_MS = 30_000;

const takenBack: InviteProblem = { code: 'create_taken_back', facts: {} };

/** Whether an invite Parsec does not know may simply be over, and forgotten there: its end says what became of it. `now` in epoch ms. */
export function mayHaveEnded({ endsAt }: Pick<Invite, 'endsAt'>, now: number): boolean {
  return endsAt <= now + ENDING_MS;
}

/**
 * The invite is not at Parsec any more. It counts as cancelled: by whoever asked for it here, or else by somebody in Parsec's
 * own dashboard. "Cancelled" is only ever said from here, after it is gone. One that was taken back without anybody asking had
 * failed here before Parsec made it (grant-invite): that no invite was made is so again. One that was taken away because its inviter left
 * is held.
 */
export async function recordGone(context: Context, invite: Invite): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (closedStates.includes(current.state)) return undefined;
    if (isBeingHeld(current)) return takenAway(context, tx, current);
    // Two bots found it away: the first has said all there is.
    if (isHeld(current)) return undefined;
    const by = current.cancel?.askedBy ?? guestlist;
    const problem = current.state === 'cancelling' && current.cancel === undefined ? takenBack : undefined;
    await tx.dropWork(invite.id, 'inviter');
    await tx.dropWork(invite.id, 'start');
    await tx.dropWork(invite.id, 'warn');
    await tx.dropWork(invite.id, 'end');
    await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    await settleWarnings(tx, invite.id, { kind: 'cancelled', by });
    const told = problem
      ? { name: `failed:${problem.code}`, facts: { problem: problem.code } }
      : { name: 'cancelled', facts: { by } };
    await tx.oweWorkOnce({ inviteId: invite.id, kind: 'notice', at: 0, ...told });
    await oweCardsBeside(tx, current, context.now());
    if (current.stuckSince !== undefined) await notifyUnstuck(context, tx, current, by);
    return {
      parts: {
        state: problem ? 'failed' : 'cancelled',
        change: undefined,
        kickAskedBy: undefined,
        stuckSince: undefined,
        createSentAt: undefined,
        inDoubt: false,
        problem,
      },
      actor: by,
      action: problem ? problem.code : 'cancelled',
    };
  });
  return done;
}
