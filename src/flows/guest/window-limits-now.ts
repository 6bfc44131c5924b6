import { type Invite, wishedTerms } from '../../domain/invite.ts';
import type { GuestRule } from '../../domain/policy/guest-rule.ts';
import type { WindowLimits } from '../../domain/time/window-limits.ts';
import type { Context } from '../shared/context.ts';

type Ruled = Pick<Context, 'policy' | 'now'>;

/** What the policy allows a new invite's window to be; with `rule`, also what the rule that decides about it allows. */
export function policyLimits({ policy, now }: Ruled, rule?: GuestRule): WindowLimits {
  const { maxWindowMs, maxLeadMs } = policy().invites;
  return {
    now: now(),
    maxMs: Math.min(maxWindowMs, rule?.maxWindowMs ?? maxWindowMs),
    maxLeadMs: Math.min(maxLeadMs, rule?.maxLeadMs ?? maxLeadMs),
  };
}

/**
 * What the window of an invite that is there may become. One that is longer than the policy allows (it was made in Parsec, or the policy was
 * another) may stay so long, or nothing else of it could be changed; it may not get longer. So with how far ahead it starts.
 */
export function limitsOf(context: Ruled, invite: Invite, rule?: GuestRule): WindowLimits {
  const { startsAt, endsAt } = wishedTerms(invite);
  return { ...policyLimits(context, rule), longNow: endsAt - startsAt, startsNow: startsAt };
}
