import { mayAdminister, type Person } from '../../domain/person.ts';
import { isProblem, onSuccess, type Problem, problem } from '../../domain/problem.ts';
import { canPassUnseen } from '../../domain/removal.ts';
import { whoIs } from '../../domain/who-is.ts';
import { askedRow, audited } from '../shared/audited.ts';
import { type Context, type Member, writeAudit } from '../shared/context.ts';
import { subjectOf } from '../shared/settle-removal.ts';
import { type StillWanted, takeAway, type Wish } from '../shared/take-away.ts';
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
  const refused = mayAdminister(person, context.policy(), context.workspaceId());
  if (refused !== undefined) return refused;
  const system = systemWithMembers(context, ref.provider);
  if (isProblem(system)) return system;
  return onSuccess(system.members.get(ref.memberId), (member) => ({ system, member }));
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
  const action = {
    subject: subjectOf(wish),
    person,
    action: 'member_remove',
    about: member ?? { name: who || memberId },
  } as const;
  return takeAway(
    context,
    person,
    wish,
    (tx, id) => writeAudit(context, tx, askedRow(action, id)),
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
  const action = {
    subject: `${ref.provider}/member/${ref.memberId}`,
    person,
    action: 'member_role',
    about: found.member,
    terms: { role: role.name, roleId: role.id },
  } as const;
  return onSuccess(
    audited(context, action, () => setRole(ref.memberId, role.id)),
    () => found,
  );
}
