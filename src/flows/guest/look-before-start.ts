import { hasEnded } from '../../domain/invite.ts';
import { LOOK_AHEAD_MS } from '../../domain/inviter-left.ts';
import { problem } from '../../domain/problem.ts';
import { type Claim, type Context, closedStates, continueAt, done, type Outcome } from '../shared/context.ts';
import { inviterStanding } from '../shared/inviter-standing.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { isLookedAt, recordStanding } from './follow-inviter.ts';

/** How long after the start a look that Slack does not answer is tried again, ms; then the hourly look is to find out. */
const PATIENCE_MS = 15 * 60_000;

/** The window opens soon, or now: an invite whose inviter has left lets nobody in. */
export async function lookBeforeStart(context: Context, inviteId: string, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteId);
  const now = context.now();
  if (invite === undefined || closedStates.includes(invite.state) || hasEnded(invite, now)) return done;
  const later = (at: number): Outcome => continueAt(at, 'not yet');
  if (now < invite.startsAt - LOOK_AHEAD_MS) return later(invite.startsAt - LOOK_AHEAD_MS);
  if (context.workspaceId() !== '' && !isLookedAt(context, invite)) return done;
  const standing = await inviterStanding(context, invite.inviterId);
  if (standing === 'unknown') {
    if (now > invite.startsAt + PATIENCE_MS) return done;
    const why = problem('not_allowed_unknown');
    return tryAgain(context, claim, why);
  }
  await recordStanding(context, invite, standing);
  return now < invite.startsAt ? later(invite.startsAt) : done;
}
