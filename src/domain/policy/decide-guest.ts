import { type Permissions, permissionKeys } from '../invite.ts';
import { type Problem, problem } from '../problem.ts';
import { isWithinHours } from '../time/allowed-hours.ts';
import { endsTooLate, startsTooLate } from '../time/window-limits.ts';
import { approvalNeed, hasMorePermissions } from './approval-need.ts';
import type { ApprovalNeed } from './approval-rule.ts';
import type { GuestRule, GuestTerms } from './guest-rule.ts';
import { addressMatcher, findRule, type RuledAsk } from './match-rule.ts';
import type { Policy } from './policy.ts';

/** A guest invite that somebody asks for, or that there would be after a change. Instants are epoch milliseconds. */
export type GuestAsk = RuledAsk & GuestTerms;

/** Where in a form the person can do something about it. */
export type RuledField = 'email' | 'host' | 'channel' | 'permissions' | 'start' | 'end';
export type PolicyFieldProblem = { readonly field: RuledField; readonly problem: Problem };

export type GuestDecision =
  | { readonly kind: 'allowed'; readonly rule: string }
  /** It would be allowed, once so many people of these groups have approved it. */
  | { readonly kind: 'approval'; readonly rule: string; readonly need: ApprovalNeed }
  | { readonly kind: 'refused'; readonly rule: string; readonly faults: readonly PolicyFieldProblem[] }
  /** It depends on who is in a user group, or on the name of the host, which nobody knows now. */
  | { readonly kind: 'unknown'; readonly rule: string; readonly missing: 'groups' | 'host' };

/** The name under which the domains of the policy decide, which come before all rules. */
const DOMAINS = 'domains';

/**
 * What the policy says of an invite as a whole. `before`: what the invite has already, on the same host; what it does not exceed is left
 * alone, or nothing could be made less of an invite from before a rule. Limits are ceilings: no approval lifts them. `now` in epoch ms. Problems of the faults: policy_domain_*,
 * policy_denied, policy_permissions, policy_hours, policy_window, policy_lead.
 */
export function decideGuest(policy: Policy, ask: GuestAsk, now: number, before?: GuestTerms): GuestDecision {
  const domain = domainProblem(policy, ask.guestEmail);
  const isMore = before === undefined || asksForMore(before, ask);
  if (domain !== undefined && isMore)
    return { kind: 'refused', rule: DOMAINS, faults: [{ field: 'email', problem: domain }] };
  const matched = findRule(policy, ask);
  const { name } = matched.rule;
  if (!isMore) return { kind: 'allowed', rule: name };
  if (matched.kind === 'unknown') return { kind: 'unknown', rule: name, missing: matched.missing };
  const faults = faultsOf(matched.rule, ask, now, before);
  if (faults.length > 0) return { kind: 'refused', rule: name, faults };
  const need = approvalNeed(matched.rule, ask, now, before);
  return need === undefined ? { kind: 'allowed', rule: name } : { kind: 'approval', rule: name, need };
}

/** Whether the policy lets nobody invite this address, guest or member. Problems: policy_domain_blocked, policy_domain_closed. */
export function domainProblem({ domains }: Policy, email: string): Problem | undefined {
  const isIn = addressMatcher(email);
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (domains.blocked.some(isIn)) return problem('policy_domain_blocked', { domain });
  return domains.allowed === undefined || domains.allowed.some(isIn)
    ? undefined
    : problem('policy_domain_closed', { domain });
}

function faultsOf(rule: GuestRule, ask: GuestAsk, now: number, before?: GuestTerms): readonly PolicyFieldProblem[] {
  if (rule.deny !== undefined) {
    return [{ field: fieldOf(rule), problem: problem('policy_denied', { rule: rule.name, why: rule.deny }) }];
  }
  const { startsAt, endsAt, timeZone } = ask;
  const limits = { now, maxMs: rule.maxWindowMs ?? Infinity, maxLeadMs: rule.maxLeadMs ?? Infinity };
  const isTooMuch =
    rule.permissions !== undefined && extraPermissions(ask.permissions, rule.permissions, before).length > 0;
  const isLonger = before === undefined || endsAt - startsAt > before.endsAt - before.startsAt;
  const isOutside = before === undefined || startsAt < before.startsAt || endsAt > before.endsAt;
  const { name } = rule;
  const faults: (PolicyFieldProblem | false)[] = [
    isTooMuch && {
      field: 'permissions',
      problem: problem('policy_permissions', { rule: name, allowed: (rule.permissions ?? []).join(',') }),
    },
    // Also where the start stays: a later one alone is less, and so many small changes would carry a window further ahead.
    startsTooLate(startsAt, limits, timeZone) && {
      field: 'start',
      problem: problem('policy_lead', { rule: name, maxMs: limits.maxLeadMs }),
    },
    isLonger &&
      endsTooLate(startsAt, endsAt, limits, timeZone) && {
        field: 'end',
        problem: problem('policy_window', { rule: name, maxMs: limits.maxMs }),
      },
    isOutside &&
      rule.hours !== undefined &&
      !isWithinHours(ask, rule.hours) && {
        field: 'start',
        problem: problem('policy_hours', { rule: name, ...rule.hours, days: rule.hours.days.join(',') }),
      },
  ];
  return faults.filter((fault) => fault !== false);
}

/** Whether terms go beyond others: a permission more, or a moment outside of the window. */
function asksForMore(before: GuestTerms, after: GuestTerms): boolean {
  return hasMorePermissions(before, after) || after.startsAt < before.startsAt || after.endsAt > before.endsAt;
}

function extraPermissions(asked: Permissions, allowed: readonly string[], before?: GuestTerms): readonly string[] {
  return permissionKeys.filter((key) => asked[key] && !allowed.includes(key) && before?.permissions[key] !== true);
}

/** The narrowest of what the rule is about: what a person would change first. */
function fieldOf({ when }: GuestRule): RuledField {
  if (when.guests !== undefined) return 'email';
  if (when.hosts !== undefined) return 'host';
  return when.channels === undefined ? 'email' : 'channel';
}
