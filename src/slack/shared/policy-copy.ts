import type { GuestRule } from '../../domain/policy/guest-rule.ts';
import type { ByCode } from '../../domain/problem.ts';
import { writeHours } from '../../domain/time/allowed-hours.ts';
import { writeDuration } from '../../domain/time/durations.ts';
import { cityOf } from '../../domain/time/zoned-time.ts';
import { approvalCopy, permissionsCopy } from './approval-need-copy.ts';
import { systemOf } from './system-copy.ts';

/** The hours of a rule as the facts of a Problem hold them: "Mon–Fri, 08:00–18:00 (Paris)". */
function hoursCopy({ days, from, to, zone }: Record<'days' | 'from' | 'to' | 'zone', string>): string {
  return writeHours({ days: days.split(',').map(Number), from, to }, cityOf(zone));
}

/** What a rule allows, for a form and for those who ask: "Rule “contractors”: up to 3 days, keyboard and mouse"; '' where it limits nothing. */
export function ruleCopy(rule: GuestRule): string {
  const said = rule.deny === undefined ? allowedCopy(rule) : deniedCopy(rule.deny);
  return said === '' ? '' : `Rule “${rule.name}”: ${said}`;
}

function deniedCopy(why: string): string {
  return why === '' ? 'no invites.' : why;
}

/** What a rule allows, as part of a sentence: "up to 14 days, mouse only; needs approval by leads if it's longer than 3 days". */
export function allowedCopy(rule: GuestRule): string {
  const approval = rule.approval === undefined ? '' : approvalCopy(rule.approval);
  return [limitsCopy(rule).join(', '), approval].filter((part) => part !== '').join('; ');
}

/** Each limit of a rule as a part of a sentence. */
function limitsCopy({ maxWindowMs, maxLeadMs, permissions, hours }: GuestRule): readonly string[] {
  return [
    maxWindowMs === undefined ? [] : `up to ${writeDuration(maxWindowMs)}`,
    maxLeadMs === undefined ? [] : `at most ${writeDuration(maxLeadMs)} ahead`,
    permissions === undefined ? [] : `${permissionsCopy(permissions)} only`,
    hours === undefined ? [] : writeHours(hours, cityOf(hours.zone)),
  ].flat();
}

/** What the rules of the policy refuse, and the way out; at a field, the fix comes first. Plain text. */
export const policyCopy = {
  policy_domain_blocked: ({ domain }) =>
    `Use another address, or ask an admin. Addresses at ${domain} are blocked here.`,
  policy_domain_closed: ({ domain }) =>
    `Use another address, or ask an admin. ${domain} isn't among the domains that can be invited here.`,
  policy_denied: ({ rule, why }) =>
    why === '' ? `Ask an admin. Rule “${rule}” doesn't allow this invite.` : `${why} (Rule “${rule}”.)`,
  policy_permissions: ({ rule, allowed }) =>
    `Choose ${permissionsCopy(allowed.split(','))} only. Rule “${rule}” allows no more.`,
  policy_window: ({ rule, maxMs }) => `Enter an earlier end. Rule “${rule}” allows at most ${writeDuration(maxMs)}.`,
  policy_lead: ({ rule, maxMs }) =>
    `Enter a start within ${writeDuration(maxMs)} from now. Rule “${rule}” allows none later.`,
  policy_hours: ({ rule, ...hours }) => `Enter times within ${hoursCopy(hours)}. Rule “${rule}” allows no others.`,
  host_unread: (f) =>
    `${systemOf(f)} doesn't say which computer this is, and the policy depends on it. Guestlist will try again.`,
} satisfies Partial<ByCode<string>>;
