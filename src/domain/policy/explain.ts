import { problem } from '../problem.ts';
import { endsTooLate, startsTooLate } from '../time/window-limits.ts';
import { decideGuest, type GuestAsk, type GuestDecision } from './decide-guest.ts';
import type { GuestRule, RuleWhen } from './guest-rule.ts';
import { type Match, matchesOf } from './match-rule.ts';
import type { Policy } from './policy.ts';

/** One rule as it was looked at: each of its conditions, and whether it was the one that decided. */
export type LookedAt = {
  readonly rule: GuestRule;
  readonly conditions: readonly { readonly condition: keyof RuleWhen; readonly match: Match }[];
  readonly decides: boolean;
};

export type Explanation = { readonly decision: GuestDecision; readonly rules: readonly LookedAt[] };

/** Which rule decides about an invite, and what was looked at before it. `now` in epoch ms. */
export function explainGuest(policy: Policy, ask: GuestAsk, now: number): Explanation {
  const decision = decideWhole(policy, ask, now);
  const nth = policy.rules.findIndex(({ name }) => name === decision.rule);
  return {
    decision,
    // Where the domains decide, no rule was looked at.
    rules: policy.rules.slice(0, nth + 1).map((rule, index) => ({
      rule,
      conditions: matchesOf(policy, rule.when, ask),
      decides: index === nth,
    })),
  };
}

/** What the rules say, and what `invites` in the policy says of every window, whatever the rule. */
export function decideWhole(policy: Policy, ask: GuestAsk, now: number): GuestDecision {
  const decision = decideGuest(policy, ask, now);
  if (decision.kind !== 'allowed' && decision.kind !== 'approval') return decision;
  const { maxWindowMs: maxMs, maxLeadMs } = policy.invites;
  const limits = { now, maxMs, maxLeadMs };
  const isTooFar = startsTooLate(ask.startsAt, limits, ask.timeZone);
  const isTooLong = endsTooLate(ask.startsAt, ask.endsAt, limits, ask.timeZone);
  if (!isTooFar && !isTooLong) return decision;
  const start = { field: 'start', problem: problem('start_too_far', { maxMs: maxLeadMs }) } as const;
  const end = { field: 'end', problem: problem('window_too_long', { maxMs }) } as const;
  return { kind: 'refused', rule: decision.rule, faults: [isTooFar ? start : [], isTooLong ? end : []].flat() };
}
