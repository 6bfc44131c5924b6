import { isProblem } from '../../../domain/problem.ts';
import { asNumbers, optional, search, searches } from '../../team-fields.ts';
import { collect, listed, thenSay } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { walkAppRules } from '../walk.ts';
import { nameOfRule, type ParsecChoices } from './choices.ts';

const section = 'App rules';
const one = 'Choose a member or a computer.';

/** Rules for the app. A member or a computer has one at most, and a computer's comes before its user's. */
export function appRuleOperations(api: ParsecApi, { rules, members, machines }: ParsecChoices) {
  const fields = {
    rule: search('App rule', rules),
    user_ids: optional(asNumbers(searches('Members', members))),
    team_machine_ids: optional(searches('Computers', machines)),
  };
  const check = (given: { readonly user_ids?: unknown; readonly team_machine_ids?: unknown }) =>
    given.user_ids === undefined && given.team_machine_ids === undefined
      ? ({ field: 'user_ids', fault: one } as const)
      : undefined;
  return [
    teamOperation({
      operation: 'Get App Rules',
      section,
      title: 'List app rules',
      effect: 'reads',
      fields: {},
      run: async () => {
        const found = await collect(walkAppRules(api));
        if (isProblem(found)) return found;
        return listed(found, { one: 'app rule', columns: ['Name', 'Id'], row: (rule) => [nameOfRule(rule), rule.id] });
      },
    }),
    teamOperation({
      operation: 'Assign App Rule to Members and Machines',
      section,
      title: 'Assign an app rule',
      effect: 'changes',
      note: 'Replaces their current app rule.',
      fields,
      check,
      run: ({ rule, ...targets }) =>
        thenSay(api.assignAppRuleToMembersAndMachines(rule, targets), 'App rule assigned.'),
    }),
    teamOperation({
      operation: 'Un-assign App Rule from Members and Machines',
      section,
      title: 'Remove an app rule',
      effect: 'changes',
      fields,
      check,
      run: ({ rule, ...targets }) =>
        thenSay(api.unassignAppRuleFromMembersAndMachines(rule, targets), 'App rule removed.'),
    }),
  ] satisfies TeamOperation[];
}
