import type { Approval } from '../../domain/approval.ts';
import type { Person } from '../../domain/person.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { approverMatch, breakGlassMatch } from '../../domain/policy/approvers.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context } from './context.ts';

/**
 * Whether a person may approve a request now; undefined is yes. Problems: not_approver, own_approval, groups_unknown while Slack does not
 * say which user groups they are in.
 */
export function approverRefusal(
  context: Pick<Context, 'policy' | 'workspaceId'>,
  { requesterId, change }: Pick<Approval, 'requesterId' | 'change'>,
  by: readonly string[],
  person: Person,
): Problem | undefined {
  const match = approverMatch(context.policy(), by, person, context.workspaceId());
  if (match !== 'yes') return problem(match === 'no' ? 'not_approver' : 'groups_unknown');
  const isOwn = [requesterId, change?.requestedBy].includes(person.id) && !context.policy().approvals.self;
  return isOwn ? problem('own_approval') : undefined;
}

/** Who approved a request and still may, by the policy of this moment; `unknown`: of how many Slack does not say it now. */
export async function countedVotes(
  context: Context,
  approval: Approval,
  by: readonly string[],
): Promise<{ readonly counted: readonly string[]; readonly unknown: number }> {
  const votes = await context.store.votesOf(approval.id);
  const people = await Promise.all(votes.map(({ personId }) => context.people.person(personId, 'admin')));
  const refusals = people.map((person) => {
    if (!isProblem(person)) return approverRefusal(context, approval, by, person)?.code ?? 'none';
    return person.facts.definite === undefined ? 'groups_unknown' : 'not_approver';
  });
  const counted = votes.filter((_, nth) => refusals[nth] === 'none').map(({ personId }) => personId);
  return { counted, unknown: refusals.filter((code) => code === 'groups_unknown').length };
}

/** Whether who went ahead without approval may still do that. */
async function mayStillBypass(context: Context, approval: Approval): Promise<'yes' | 'no' | 'unknown'> {
  const person = await context.people.person(approval.requesterId, 'admin');
  if (isProblem(person)) return person.facts.definite === undefined ? 'unknown' : 'no';
  return breakGlassMatch(context.policy(), person, context.workspaceId());
}

/**
 * Whose approvals of a request count now, if there are enough; for what went ahead without, nobody's. Undefined: not enough, or not approved.
 * Problems: groups_unknown.
 */
export async function whoAllowed(
  context: Context,
  approval: Approval,
  need: ApprovalNeed,
): Promise<readonly string[] | undefined | Problem> {
  if (approval.state === 'bypassed') {
    const may = await mayStillBypass(context, approval);
    if (may === 'unknown') return problem('groups_unknown');
    return may === 'yes' ? [] : undefined;
  }
  if (approval.state !== 'approved') return undefined;
  const { counted, unknown } = await countedVotes(context, approval, need.by);
  if (counted.length >= need.count) return counted;
  return counted.length + unknown >= need.count ? problem('groups_unknown') : undefined;
}
