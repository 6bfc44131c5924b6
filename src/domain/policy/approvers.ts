import type { Named } from '../member-batch.ts';
import { mayInvite, type Person } from '../person.ts';
import type { ApprovalNeed } from './approval-rule.ts';
import { isAmong } from './match-rule.ts';
import type { Policy } from './policy.ts';

/** Whether somebody is one of those who are named; `unknown` while Slack does not say it. */
export type ApproverMatch = 'yes' | 'no' | 'unknown';

/**
 * Whether a person may approve what needs the approval of these groups (names of `approvals.groups`; one that the policy has no more has
 * nobody in it). Only full members of the workspace approve. `person` undefined: Slack does not say who it is. An older look at them says
 * nothing of what they may do now.
 */
export function approverMatch(
  policy: Policy,
  by: readonly string[],
  person: Person | undefined,
  workspaceId: string,
): ApproverMatch {
  const { groups } = policy.approvals;
  const people = by.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name]?.people ?? []) : []));
  return matchOf(policy, people, person, workspaceId);
}

/** Whether a person may go ahead without approval; as for approverMatch. */
export function breakGlassMatch(policy: Policy, person: Person | undefined, workspaceId: string): ApproverMatch {
  return matchOf(policy, policy.approvals.breakGlass, person, workspaceId);
}

function matchOf(
  policy: Policy,
  people: readonly string[],
  person: Person | undefined,
  workspaceId: string,
): ApproverMatch {
  if (person !== undefined && mayInvite(person, workspaceId) !== undefined) return 'no';
  if (people.length === 0) return 'no';
  const match = isAmong(people, person, policy);
  if (match === 'no') return 'no';
  return match === 'yes' && person?.isStale === false ? 'yes' : 'unknown';
}

/**
 * Whose approval an invite of a member needs at a system; undefined for none. A role that is written by name counts for every role of that
 * name: who approves sees which it is. An invite without a role has none of those that are written.
 */
export function memberApproval(
  { members }: Policy,
  system: string,
  { role }: { readonly role: Named | undefined },
): ApprovalNeed | undefined {
  const terms = Object.hasOwn(members.systems, system) ? members.systems[system] : undefined;
  if (terms?.approval === undefined) return undefined;
  const { roles, ...asked } = terms.approval;
  const need = { rule: `members.systems.${system}`, ...asked };
  if (roles === undefined) return { ...need, causes: [{ kind: 'rule' }] };
  const isRuled = role !== undefined && roles.some((written) => written === role.id || written === role.name.trim());
  return isRuled ? { ...need, causes: [{ kind: 'role', role: role.name }] } : undefined;
}
