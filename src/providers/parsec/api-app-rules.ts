import { checked, type Paging } from './bounds.ts';
import { RuleTargets } from './requests.ts';
import { AppRules } from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** Rules for the app, of which a member or a machine has one at most. */
export function appRuleOperations({ page, done }: TeamCalls) {
  return {
    getAppRules: (paging: Paging) => page('getAppRules', AppRules, paging),

    /** Members or machines, at least one of the two. */
    assignAppRuleToMembersAndMachines: (appRuleID: string, targets: RuleTargets) =>
      done('assignAppRuleToMembersAndMachines', { ids: { appRuleID }, body: checked(RuleTargets, targets) }),

    unassignAppRuleFromMembersAndMachines: (appRuleID: string, targets: RuleTargets) =>
      done('unassignAppRuleFromMembersAndMachines', { ids: { appRuleID }, body: checked(RuleTargets, targets) }),
  };
}
