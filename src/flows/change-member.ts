import { mayAdminister, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { canPassUnseen } from '../domain/removal.ts';
import { whoIs } from '../domain/who-is.ts';
import { type AuditedDeed, askedRow, audited } from './audited.ts';
import type { Context, Member } from './context.ts';
import { type SystemWithMembers, systemWithMembers } from './member-systems.ts';
import { subjectOf } from './settle-removal.ts';
import { type StillWanted, takeAway, type Wish } from './take-away.ts';

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

/**
 * Removes a member: at once, or as soon as the system lets it (take-away.ts). A system that cannot be asked who that is now is asked to
 * remove them later; then they go by what a list showed. Problems: ability_missing, those of memberForChange and of the provider.
 */
export async function removeMember(
  context: Context,
  ref: MemberRef,
  person: Person,
): Promise<MemberForChange | StillWanted | Problem> {
  const { provider, memberId } = ref;
  const found = await memberForChange(context, ref, person);
  if (isProblem(found) && !canPassUnseen(found)) return found;
  const system = systemWithMembers(context, provider);
  if (isProblem(system)) return system;
  const { members } = system;
  const { remove } = members;
  if (remove === undefined) return problem('ability_missing', { provider });

  const member = isProblem(found) ? undefined : found.member;
  const who = member === undefined ? context.shownNames.get(provider, memberId) : whoIs(member);
  const wish: Wish = {
    kind: 'member',
    provider,
    targetKey: memberId,
    target: { memberId },
    who,
    isSent: member !== undefined,
  };
  const deed = {
    subject: subjectOf(wish),
    person,
    action: 'member_remove',
    about: member ?? { name: who || memberId },
  };
  return takeAway(
    context,
    person,
    wish,
    (tx, id) => tx.insertAudit(askedRow(deed, id, context.now())),
    async () => {
      if (isProblem(found)) return found;
      const answer = await remove(memberId);
      if (!isProblem(answer)) return found;
      if (answer.code !== 'provider_outcome_unknown') return answer;
      // The answer was lost: who is not there any more was removed.
      const left = await members.get(memberId);
      return isProblem(left) && left.code === 'provider_not_found' ? found : answer;
    },
  );
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
