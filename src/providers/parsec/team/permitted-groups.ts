import { asNumbers, pick, search, searches } from '../../team-fields.ts';
import { counted, thenSay } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { ParsecChoices } from './choices.ts';
import { shows } from './groups.ts';

const section = 'Permitted groups';

const direction = pick('Who may connect to whom', [
  { id: 'incoming', name: 'The others to the group' },
  { id: 'outgoing', name: 'The group to the others' },
]);

/** Which groups may connect to the computers of which. */
export function permittedGroupOperations(api: ParsecApi, { groups }: ParsecChoices) {
  const others = { group_ids: asNumbers(searches('The other groups', groups)), direction };
  return [
    teamOperation({
      operation: 'Add Permitted Team Groups',
      section,
      title: 'Permit connections between groups',
      effect: 'changes',
      note: 'A group can connect to itself only if its members may connect to each other.',
      fields: { group: search('The group', groups), ...others, ...shows },
      run: ({ group, ...permission }) => {
        // Parsec wants all three to be named: null where it shall decide.
        const nothing = {
          show_group_assigned_managed_hosts: null,
          show_user_assigned_managed_hosts: null,
          show_personal_hosts: null,
        };
        const copy = `${counted(permission.group_ids.length, 'group')} permitted.`;
        return thenSay(api.addPermittedTeamGroups(group, { ...nothing, ...permission }), copy);
      },
    }),
    teamOperation({
      operation: 'Update permissions between groups',
      section,
      title: 'Change what permitted groups see',
      effect: 'changes',
      note: 'Empty fields stay as they are.',
      fields: { group: search('The group', groups), other: search('The other group', groups), direction, ...shows },
      check: (given) =>
        Object.keys(shows).some((key) => key in given)
          ? undefined
          : { field: 'show_group_assigned_managed_hosts', fault: 'Change at least one of the three.' },
      run: ({ group, other, ...change }) =>
        thenSay(api.updatePermissionsBetweenGroups(group, other, change), 'Visibility changed.'),
    }),
    teamOperation({
      operation: 'Remove Permitted Team Groups',
      section,
      title: 'End connections between groups',
      effect: 'destroys',
      revokesAccess: true,
      note: 'If you permit them again, choose again what they see of each other.',
      fields: { group: search('The group', groups), ...others },
      run: ({ group, ...ended }) =>
        thenSay(
          api.removePermittedTeamGroups(group, ended),
          `${counted(ended.group_ids.length, 'group')} no longer permitted.`,
        ),
    }),
  ] satisfies TeamOperation[];
}
