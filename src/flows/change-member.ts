import { mayAdminister, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { type AuditedDeed, audited } from './audited.ts';
import type { Context, Member } from './context.ts';
import { type SystemWithMembers, systemWithMembers } from './member-systems.ts';

/** Which member, by the provider's name and key. */
export type MemberRef = { readonly provider: string; readonly memberId: string };

export type MemberForChange = { readonly system: SystemWithMembers; readonly member: Member };

/** A member as they are now, for an admin. Problems: not_allowed_*, not_admin, provider_off, provider_not_found, those of the provider. */
export async function memberForChange(
  context: Context,
  ref: MemberRef,
  person: Person,
): Promise<MemberForChange | Problem> {
  const refused = mayAdminister(person, context.policy, context.teller.workspaceId());
  if (refused !== undefined) return refused;
  const system = systemWithMembers(context, ref.provider);
  if (isProblem(system)) return system;
  const member = await system.members.get(ref.memberId);
  return isProblem(member) ? member : { system, member };
}

/** Removes a member. Problems: ability_missing, those of memberForChange and of the provider. */
export async function removeMember(
  context: Context,
  ref: MemberRef,
  person: Person,
): Promise<MemberForChange | Problem> {
  return change(context, ref, person, { action: 'member_remove' }, async ({ members, name }) => {
    const answer = (await members.remove?.(ref.memberId)) ?? problem('ability_missing', { provider: name });
    if (!isProblem(answer) || answer.code !== 'provider_outcome_unknown') return answer;
    // The answer was lost: who is not there any more was removed.
    const left = await members.get(ref.memberId);
    return isProblem(left) && left.code === 'provider_not_found' ? 'removed' : answer;
  });
}

/**
 * Gives a member another role, one that the system has at this moment. Problems: ability_missing, term_unknown, those of memberForChange
 * and of the provider.
 */
export async function changeRole(
  context: Context,
  ref: MemberRef,
  person: Person,
  roleId: string,
): Promise<MemberForChange | Problem> {
  const found = await memberForChange(context, ref, person);
  if (isProblem(found)) return found;
  const { setRole, roles } = found.system.members;
  if (setRole === undefined || roles === undefined) return problem('ability_missing', { provider: ref.provider });
  const offered = await roles();
  if (isProblem(offered)) return offered;
  const role = offered.find(({ id }) => id === roleId);
  if (role === undefined) return problem('term_unknown', { provider: ref.provider, term: 'role' });
  const deed = { action: 'member_role', terms: { role: role.name, roleId: role.id } };
  return changeFound(context, ref, person, found, deed, () => setRole(ref.memberId, role.id));
}

async function change(
  context: Context,
  ref: MemberRef,
  person: Person,
  deed: Pick<AuditedDeed, 'action' | 'terms'>,
  run: (system: SystemWithMembers) => Promise<string | Problem>,
): Promise<MemberForChange | Problem> {
  const found = await memberForChange(context, ref, person);
  return isProblem(found) ? found : changeFound(context, ref, person, found, deed, run);
}

async function changeFound(
  context: Context,
  ref: MemberRef,
  person: Person,
  found: MemberForChange,
  deed: Pick<AuditedDeed, 'action' | 'terms'>,
  run: (system: SystemWithMembers) => Promise<string | Problem>,
): Promise<MemberForChange | Problem> {
  const subject = `${ref.provider}/member/${ref.memberId}`;
  const answer = await audited(context, { ...deed, subject, person, about: found.member }, () => run(found.system));
  return isProblem(answer) ? answer : found;
}
