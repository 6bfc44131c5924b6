import { policyGroups } from '../../domain/policy/match-rule.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { isProblem } from '../../domain/problem.ts';
import type { People } from './people.ts';

/**
 * People as Slack describes them, each with the user groups of the policy they are in: asked at the same time, so that what a policy says
 * of groups costs nobody a second wait. Where it names none, Slack is not asked.
 */
export function peopleByPolicy(people: People, policy: () => Policy): People {
  return {
    ...people,
    async person(id, weight) {
      const groups = policyGroups(policy());
      if (groups.length === 0) return people.person(id, weight);
      const [person, memberships] = await Promise.all([people.person(id, weight), people.groupsOf(id, groups, weight)]);
      return isProblem(person) ? person : { ...person, groups: memberships };
    },
  };
}
