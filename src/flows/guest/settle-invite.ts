import { isAwaiting, isHeld } from '../../domain/invite.ts';
import { wantedAtProvider } from '../../domain/lanes.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../shared/context.ts';
import { cancelInvite } from './cancel-invite.ts';
import { applyChange } from './change-invite.ts';
import { createInvite } from './create-invite.ts';
import { kickGuest } from './kick-guest.ts';

/** What is left to do is done by another claim, in the lane where it belongs. */
const elsewhere: Outcome = continueAt(0, 'goes on in another lane');

/**
 * Makes Parsec be what the invite says, one step after the other. All of it is one job per invite, so that a
 * create, a change and a cancel of one invite can never run beside each other.
 */
export async function settleInvite(context: Context, inviteId: string, claim: Claim): Promise<Outcome> {
  // Each step ends with one reason fewer to go on; the bound only keeps a mistake from spinning.
  for (let step = 0; step < 10; step++) {
    const invite = await context.store.getInvite(inviteId);
    // A held one waits for somebody to take it over.
    if (invite === undefined || (invite.state === 'requested' && isHeld(invite))) return done;
    if (isAwaiting(invite)) return done;
    if (claim.isOvertaken?.() === true) return elsewhere;
    // A slot that is kept for taking access away is left when that is done.
    if (claim.lane === 'revoke' && wantedAtProvider(invite)?.lane === 'invite') return elsewhere;
    let outcome: Outcome;
    if (invite.state === 'requested') outcome = await createInvite(context, invite, claim);
    else if (invite.state === 'cancelling') outcome = await cancelInvite(context, invite, claim);
    else if (invite.state !== 'granted') return done;
    else if (invite.change !== undefined && wantedAtProvider(invite)?.lane === 'invite')
      outcome = await applyChange(context, invite, claim);
    else if (invite.kickRequestedBy !== undefined) outcome = await kickGuest(context, invite, claim);
    else return done;
    if (outcome.kind === 'retry') return outcome;
  }
  return { kind: 'retry', at: context.now() + 1_000, failed: true, why: 'too many steps' };
}
