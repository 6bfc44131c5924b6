import { type Invite, wishedTerms } from '../../domain/invite.ts';
import {
  type Context,
  changeInvite,
  continueAt,
  done,
  guestlist,
  type Outcome,
  type Statements,
  type Written,
} from '../shared/context.ts';
import { createdAgain } from './resume-invite.ts';
import { settleWarnings } from './settle-warnings.ts';

/** Whether an invite is being taken away because its inviter has left, and not because somebody cancelled it. */
export function isBeingHeld({ state, cancel, inviterLeft }: Invite): boolean {
  return state === 'cancelling' && cancel === undefined && inviterLeft?.isHeld === true;
}

/**
 * The provider has it no more: it waits for somebody to take it over, or is created again for who has. It keeps the id it had, so that a
 * list that was read before it went is not taken for a new invite. A change that was under way is part of what is created.
 */
export async function takenAway(context: Context, tx: Statements, invite: Invite): Promise<Written | undefined> {
  const { inviterLeft } = invite;
  if (inviterLeft === undefined || !isBeingHeld(invite)) return undefined;
  const terms = wishedTerms(invite);
  const inviteId = invite.id;
  await tx.enqueue({ inviteId, kind: 'card' });
  await settleWarnings(tx, inviteId, { kind: 'held' });
  const written = { actor: guestlist, action: 'taken_away' } as const;
  const parts = { ...terms, change: undefined, kickRequestedBy: undefined, stuckSince: undefined };
  if (inviterLeft.isResumed === true) {
    await tx.enqueue({ inviteId, kind: 'provider' });
    return { ...written, parts: { ...parts, ...createdAgain } };
  }
  await tx.dropJob(inviteId, 'start');
  await tx.dropJob(inviteId, 'warn');
  await tx.enqueue({ inviteId, kind: 'end', at: terms.endsAt });
  const { providerInviteId: _, link: __, ...waiting } = createdAgain;
  return {
    ...written,
    parts: { ...parts, ...waiting, inviterLeft: { ...inviterLeft, awayAt: context.now() }, link: undefined },
  };
}

/** The window of a held invite closes without anybody having taken it over. */
export async function endHeld(context: Context, invite: Invite): Promise<Outcome> {
  if (context.now() < invite.endsAt) return continueAt(invite.endsAt, 'not yet');
  await changeInvite(context, invite.id, async (current, tx) => {
    // Taken over meanwhile.
    if (current.version !== invite.version) return undefined;
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await tx.enqueueOnce({ inviteId: invite.id, kind: 'notice', name: `held_ended:${invite.endsAt}` });
    return { parts: { state: 'ended' }, actor: guestlist, action: 'held_ended' };
  });
  return done;
}
