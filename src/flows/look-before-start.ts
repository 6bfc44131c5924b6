import { isOver } from '../domain/invite.ts';
import { LOOK_AHEAD_MS } from '../domain/inviter-left.ts';
import { problem } from '../domain/problem.ts';
import { type Claim, type Context, closedStates, done, type Outcome } from './context.ts';
import { isLookedAt, recordStanding } from './follow-inviter.ts';
import { retryAt } from './grant-invite.ts';
import { inviterStanding } from './inviter-standing.ts';

/** How long after the start a look that Slack does not answer is tried again, ms; then the hourly look is to find out. */
const PATIENCE_MS = 15 * 60_000;

/** The window opens soon, or now: an invite whose inviter has left lets nobody in. */
export async function lookBeforeStart(context: Context, inviteId: string, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteId);
  const now = context.now();
  if (invite === undefined || closedStates.includes(invite.state) || isOver(invite, now)) return done;
  const later = (at: number): Outcome => ({ kind: 'again', at, failed: false, why: 'not yet' });
  if (now < invite.startsAt - LOOK_AHEAD_MS) return later(invite.startsAt - LOOK_AHEAD_MS);
  if (context.teller.workspaceId() !== '' && !isLookedAt(context, invite)) return done;
  const standing = await inviterStanding(context, invite.inviterId);
  if (standing === 'unknown') {
    if (now > invite.startsAt + PATIENCE_MS) return done;
    const why = problem('not_allowed_unknown');
    return { kind: 'again', at: retryAt(context, claim, why), failed: true, why: why.code };
  }
  await recordStanding(context, invite, standing);
  return now < invite.startsAt ? later(invite.startsAt) : done;
}
