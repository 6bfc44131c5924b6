import { invitingGroups, mayInviteMembers } from '../../domain/member-power.ts';
import type { Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';

/**
 * Why a person may not invite members at this moment, nor change those invites of members that they made; undefined when they may. Slack
 * is asked only where it depends on a user group. Problems: not_allowed_*, not_member_inviter, groups_unknown.
 */
export async function inviterRefusal(
  context: Pick<Context, 'policy' | 'people' | 'workspaceId'>,
  person: Person,
  weight: 'any' | 'admin' = 'any',
): Promise<Problem | undefined> {
  const { people } = context;
  const policy = context.policy();
  const workspaceId = context.workspaceId();
  const byThemselves = mayInviteMembers(person, policy, workspaceId, []);
  const groups = invitingGroups(policy);
  if (byThemselves?.code !== 'not_member_inviter' || groups.length === 0) return byThemselves;
  const { isIn, unknown } = await people.groupsOf(person.id, groups, weight);
  // Who is in one of them need not wait for the others.
  if (isIn.length === 0 && unknown.length > 0) return problem('groups_unknown');
  return mayInviteMembers(person, policy, workspaceId, isIn);
}
