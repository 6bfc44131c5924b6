import type { Invite } from '../../domain/invite.ts';
import { BACKOFF_STEPS, LONGEST_WAIT_MS } from '../../domain/job.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Claim, Context } from './context.ts';
import { retryAt } from './retry-at.ts';

/** How long after the end of an invite somebody may still be waiting to hear of it, ms. */
const NEWS_MS = 24 * 3_600_000;

/**
 * When to try again to notify of an invite, epoch ms. What Slack refuses for good is never given up, for a channel may be opened again and
 * an app put right; but a day after the end, when the waits are at their longest, it is tried once an hour.
 */
export function retryNotifyingAt(context: Context, invite: Invite, claim: Claim, why: Problem): number {
  const at = retryAt(context, claim, why);
  const refused = why.code === 'slack_channel_unavailable' || why.code === 'slack_refused';
  const isOld = context.now() > invite.endsAt + NEWS_MS && claim.tries >= BACKOFF_STEPS;
  return refused && isOld ? Math.max(at, context.now() + LONGEST_WAIT_MS) : at;
}
