import type { Invite } from '../../domain/invite.ts';
import type { Statements } from '../shared/context.ts';

/** What an invite was at the provider no longer exists; it is asked for like a new one. */
export const createdAgain = {
  state: 'requested',
  inviterLeft: undefined,
  providerInviteId: undefined,
  link: undefined,
  createSentAt: undefined,
  inDoubt: false,
  problem: undefined,
} as const satisfies Partial<Invite>;

/**
 * The parts of an invite that somebody answers for again, with the jobs it needs: `inviterId`, the inviter who is back or an admin. A held
 * one is created again. Undefined when there is nothing to resume: nobody has left, or it is over or being cancelled.
 */
export async function resumed(
  tx: Statements,
  { id, state, cancel, inviterLeft }: Invite,
  inviterId: string,
): Promise<Partial<Invite> | undefined> {
  if (inviterLeft === undefined || inviterLeft.isResumed === true) return undefined;
  const isTakenAway = state === 'cancelling' && cancel === undefined;
  if (state !== 'granted' && state !== 'requested' && !isTakenAway) return undefined;
  await tx.enqueue({ inviteId: id, kind: 'card' });
  if (state === 'granted') return { inviterId, inviterLeft: undefined };
  await tx.enqueue({ inviteId: id, kind: 'provider' });
  if (state === 'requested') return { inviterId, ...createdAgain };
  // Whether it was taken away by now only the answer says: it is created again after that, so that no second one can come of it.
  return { inviterId, inviterLeft: { ...inviterLeft, isResumed: true } };
}
