import type { Invite } from '../../domain/invite.ts';
import { isHeld } from '../../domain/invite.ts';
import type { StoredProblem } from '../../domain/problem.ts';
import { type Context, changeInvite, closedStates, done, guestlist, type Outcome } from '../shared/context.ts';
import { enqueueCardsBeside } from '../shared/other-access.ts';
import { isBeingHeld, takenAway } from './hold-invite.ts';
import { settleWarnings } from './settle-warnings.ts';
import { notifyUnstuck } from './stuck.ts';

/** An invite that ends within this may be over already by Parsec's clock, ms. */
const ENDING_MS = 30_000;

const takenBack = { code: 'create_taken_back', facts: {} } as const satisfies StoredProblem;

/** Whether an invite Parsec does not know may simply be over, and forgotten there: its end says what became of it. `now` in epoch ms. */
export function mayHaveEnded({ endsAt }: Pick<Invite, 'endsAt'>, now: number): boolean {
  return endsAt <= now + ENDING_MS;
}

/**
 * The invite is not at Parsec any more. It counts as cancelled: by its requester here, or else by somebody in Parsec's
 * own dashboard. "Cancelled" is only ever said from here, after it is missing there. One that was taken back without anybody asking had
 * failed here before Parsec made it (grant-invite): that no invite was made is so again. One that was taken away because its inviter left
 * is held.
 */
export async function recordRemoved(context: Context, invite: Invite): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (closedStates.includes(current.state)) return undefined;
    if (isBeingHeld(current)) return takenAway(context, tx, current);
    // Two bots found it away: the first has said all there is.
    if (isHeld(current)) return undefined;
    const by = current.cancel?.requestedBy ?? guestlist;
    const problem = current.state === 'cancelling' && current.cancel === undefined ? takenBack : undefined;
    for (const kind of ['inviter', 'start', 'warn', 'end'] as const) await tx.dropJob(invite.id, kind);
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await settleWarnings(tx, invite.id, { kind: 'cancelled', by });
    const notice = problem
      ? { name: `failed:${problem.code}`, facts: { problem: problem.code } }
      : { name: 'cancelled', facts: { by } };
    await tx.enqueueOnce({ inviteId: invite.id, kind: 'notice', ...notice });
    await enqueueCardsBeside(tx, current, context.now());
    if (current.stuckSince !== undefined) await notifyUnstuck(context, tx, current, by);
    return {
      parts: {
        state: problem ? 'failed' : 'cancelled',
        change: undefined,
        kickRequestedBy: undefined,
        stuckSince: undefined,
        createSentAt: undefined,
        inDoubt: false,
        problem,
      },
      actor: by,
      action: problem ? problem.code : 'cancelled',
      // What nobody asked for here was done there.
      ...(problem === undefined && current.cancel === undefined ? { via: 'dashboard' } : {}),
    };
  });
  return done;
}
