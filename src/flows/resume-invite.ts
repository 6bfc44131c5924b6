import type { Invite } from '../domain/invite.ts';
import type { Statements } from './context.ts';

/** What an invite was taken away with is gone at the provider; it is asked for like a new one. */
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
  if (state === 'granted') {
    await tx.oweWork({ inviteId: id, kind: 'card', at: 0 });
    return { inviterId, inviterLeft: undefined };
  }
  if (state === 'requested') {
    await tx.oweWork({ inviteId: id, kind: 'card', at: 0 });
    await tx.oweWork({ inviteId: id, kind: 'provider', at: 0 });
    return { inviterId, ...createdAgain };
  }
  if (state !== 'cancelling' || cancel !== undefined) return undefined;
  await tx.oweWork({ inviteId: id, kind: 'card', at: 0 });
  await tx.oweWork({ inviteId: id, kind: 'provider', at: 0 });
  // Whether it was taken away by now only the answer tells: it is created again after that, so that no second one can come of it.
  return { inviterId, inviterLeft: { ...inviterLeft, isResumed: true } };
}
