import type { Named } from './member-batch.ts';
import { isAdmin, mayInvite, type Person } from './person.ts';
import { domainProblem } from './policy/decide-guest.ts';
import { addressMatcher } from './policy/match-rule.ts';
import type { Policy } from './policy/policy.ts';
import { type Problem, problem } from './problem.ts';

/** What is chosen for people who are invited as members, apart from whether they are mailed. */
export type TermKind = 'role' | 'group' | 'appRule';
export const termKinds: readonly TermKind[] = ['role', 'group', 'appRule'];

/** The user groups whose members the policy lets invite; none where it names everyone, or nobody. */
export function invitingGroups({ members: { invite } }: Policy): readonly string[] {
  return typeof invite === 'string' ? [] : invite.filter((id) => id.startsWith('S'));
}

/**
 * Whether a person may invite members, and change those invites of members that they made: admins, and those to whom the policy opens it.
 * `groups`: the user groups of the policy this person is in. Undefined is yes. Problems: not_allowed_*, not_member_inviter.
 */
export function mayInviteMembers(
  person: Person,
  policy: Policy,
  workspaceId: string,
  groups: readonly string[],
): Problem | undefined {
  const refused = mayInvite(person, workspaceId);
  if (refused !== undefined || isAdmin(person, policy)) return refused;
  const { invite } = policy.members;
  if (invite === 'everyone') return undefined;
  if (invite !== 'admins' && [person.id, ...groups].some((id) => invite.includes(id))) return undefined;
  // They may be an admin: nobody can say at this moment.
  if (person.isStale) return problem('not_allowed_unknown');
  return problem('not_member_inviter', { open: invite === 'admins' ? 'admins' : 'some' });
}

/**
 * What of a system's list a person may give. Admins: all of it. Others: what the policy names; where it says nothing of roles, the one
 * that is known to be the `least`, if any; no group and no app rule that is not named.
 */
export function mayGive(
  kind: TermKind,
  all: readonly Named[],
  by: { readonly person: Person; readonly policy: Policy; readonly system: string; readonly least: Named | undefined },
): readonly Named[] {
  const { person, policy, system, least } = by;
  if (isAdmin(person, policy)) return all;
  const named = policy.members.systems[system];
  const wanted = { role: named?.roles, group: named?.groups, appRule: named?.appRules }[kind];
  if (wanted !== undefined) {
    const ids = new Set(wanted.flatMap((written) => whatIsMeant(written, all)?.id ?? []));
    return all.filter(({ id }) => ids.has(id));
  }
  return kind === 'role' && least !== undefined ? all.filter(({ id }) => id === least.id) : [];
}

/**
 * Why this address may not be invited to a system: the policy blocks its domain, or opens the system to other domains. Undefined is none.
 * Problems: policy_domain_blocked, policy_domain_closed.
 */
export function memberDomainProblem(
  policy: Policy,
  email: string,
  { person, system }: { readonly person: Person; readonly system: string },
): Problem | undefined {
  const refused = domainProblem(policy, email);
  const { domains } = policy.members.systems[system] ?? {};
  if (refused !== undefined || domains === undefined || isAdmin(person, policy)) return refused;
  if (domains.some(addressMatcher(email))) return undefined;
  return problem('policy_domain_closed', { domain: email.slice(email.lastIndexOf('@') + 1) });
}

/** By id, else by name; a name that several have names none of them, since nobody knows which was meant. */
function whatIsMeant(written: string, all: readonly Named[]): Named | undefined {
  const byId = all.find(({ id }) => id === written);
  if (byId !== undefined) return byId;
  const [byName, ...others] = all.filter(({ name }) => name.trim() === written);
  return others.length === 0 ? byName : undefined;
}
