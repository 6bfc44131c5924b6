import { asText } from '../json.ts';
import { refuse } from '../messages/message-content.ts';
import { isTrue, type Method } from './method.ts';

/** usergroups.users.list, as its reference page describes it [public]. */
export const userGroupMethods: Readonly<Record<string, Method>> = {
  'usergroups.users.list': {
    tier: 2,
    scopes: ['usergroups:read'],
    required: ['usergroup'],
    run({ workspace }, args) {
      if (!workspace.hasUserGroups) return refuse('plan_upgrade_required');
      const group = workspace.userGroups.find(({ id }) => id === asText(args.usergroup));
      // That a disabled group is as one that is not there, unless it is asked for, is assumed.
      if (group === undefined || (group.disabled && !isTrue(args.include_disabled))) return refuse('no_such_subteam');
      return { ok: true, users: [...group.members] };
    },
  },
};
