import { invitingGroups, mayInviteMembers } from '../domain/member-power.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Context } from './context.ts';

/**
 * Why a person may not invite members at this moment, nor change those invites of members that they made; undefined when they may. Slack
 * is asked only where it depends on a user group. Problems: not_allowed_*, not_member_inviter, groups_unknown.
 */
export async function inviterRefusal(
  { policy, people, teller }: Pick<Context, 'policy' | 'people' | 'teller'>,
  person: Person,
  weight: 'any' | 'admin' = 'any',
): Promise<Problem | undefined> {
  const workspaceId = teller.workspaceId();
  const byThemselves = mayInviteMembers(person, policy, workspaceId, []);
  const groups = invitingGroups(policy);
  if (byThemselves?.code !== 'not_member_inviter' || groups.length === 0) return byThemselves;
  const isIn = await people.groupsOf(person.id, groups, weight);
  return isProblem(isIn) ? isIn : mayInviteMembers(person, policy, workspaceId, isIn);
}
