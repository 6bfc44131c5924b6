import { type Invite, wishedTerms } from '../domain/invite.ts';
import type { WindowLimits } from '../domain/window-limits.ts';
import type { Context } from './context.ts';

type Ruled = Pick<Context, 'policy' | 'now'>;

/** What the policy allows a new invite's window to be. */
export function policyLimits({ policy, now }: Ruled): WindowLimits {
  const { maxWindowMs, maxLeadMs } = policy.invites;
  return { now: now(), maxMs: maxWindowMs, maxLeadMs };
}

/**
 * What the window of an invite that is there may become. One that is longer than the policy allows (it was made in Parsec, or the policy was
 * another) may stay so long, or nothing else of it could be changed; it may not get longer. So with how far ahead it starts.
 */
export function limitsOf(context: Ruled, invite: Invite): WindowLimits {
  const { startsAt, endsAt } = wishedTerms(invite);
  return { ...policyLimits(context), longNow: endsAt - startsAt, startsNow: startsAt };
}
