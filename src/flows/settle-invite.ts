import { isHeld } from '../domain/inviter-left.ts';
import { wantedAtProvider } from '../domain/lanes.ts';
import { applyChange } from './apply-change.ts';
import { cancelInvite } from './cancel-invite.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { grantInvite } from './grant-invite.ts';
import { kickGuest } from './kick-guest.ts';

/** What is left to do is done by another claim, in the lane where it belongs. */
const elsewhere: Outcome = { kind: 'again', at: 0, failed: false, why: 'goes on in another lane' };

/**
 * Makes Parsec be what the invite says, one step after the other. All of it is one piece of work per invite, so that a
 * create, a change and a cancel of one invite can never run beside each other.
 */
export async function settleInvite(context: Context, inviteId: string, claim: Claim): Promise<Outcome> {
  // Each step ends with one reason fewer to go on; the bound only keeps a mistake from spinning.
  for (let step = 0; step < 10; step++) {
    const invite = await context.store.getInvite(inviteId);
    // A held one waits for somebody to take it over.
    if (invite === undefined || (invite.state === 'requested' && isHeld(invite))) return done;
    if (claim.isOvertaken?.() === true) return elsewhere;
    // A slot that is kept for taking access away is left when that is done.
    if (claim.lane === 'revoke' && wantedAtProvider(invite)?.lane === 'invite') return elsewhere;
    let outcome: Outcome;
    if (invite.state === 'requested') outcome = await grantInvite(context, invite, claim);
    else if (invite.state === 'cancelling') outcome = await cancelInvite(context, invite, claim);
    else if (invite.state !== 'granted') return done;
    else if (invite.change !== undefined && wantedAtProvider(invite)?.lane === 'invite')
      outcome = await applyChange(context, invite, claim);
    else if (invite.kickAskedBy !== undefined) outcome = await kickGuest(context, invite, claim);
    else return done;
    if (outcome.kind === 'again') return outcome;
  }
  return { kind: 'again', at: context.now() + 1_000, failed: true, why: 'too many steps' };
}
