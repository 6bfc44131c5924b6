import { isProblem } from '../../../domain/problem.ts';
import { asNumbers, pick, search, searches } from '../../team-fields.ts';
import { counted } from '../../team-lists.ts';
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
      note: 'A group can be permitted to itself only when its members may connect to each other.',
      fields: { group: search('The group', groups), ...others, ...shows },
      run: async ({ group, ...permission }) => {
        // Parsec wants all three to be named: null where it shall decide.
        const nothing = {
          show_group_assigned_managed_hosts: null,
          show_user_assigned_managed_hosts: null,
          show_personal_hosts: null,
        };
        const answer = await api.addPermittedTeamGroups(group, { ...nothing, ...permission });
        return isProblem(answer) ? answer : { words: `${counted(permission.group_ids.length, 'group')} permitted.` };
      },
    }),
    teamOperation({
      operation: 'Update permissions between groups',
      section,
      title: 'Change what permitted groups see',
      effect: 'changes',
      note: 'What is left empty stays as it is.',
      fields: { group: search('The group', groups), other: search('The other group', groups), direction, ...shows },
      check: (given) =>
        Object.keys(shows).some((key) => key in given)
          ? undefined
          : { field: 'show_group_assigned_managed_hosts', fault: 'Change at least one of the three.' },
      run: async ({ group, other, ...change }) => {
        const answer = await api.updatePermissionsBetweenGroups(group, other, change);
        return isProblem(answer) ? answer : { words: 'What they see is changed.' };
      },
    }),
    teamOperation({
      operation: 'Remove Permitted Team Groups',
      section,
      title: 'End connections between groups',
      effect: 'destroys',
      takesAccess: true,
      note: 'What they were shown of each other has to be chosen anew if they are permitted again.',
      fields: { group: search('The group', groups), ...others },
      run: async ({ group, ...ended }) => {
        const answer = await api.removePermittedTeamGroups(group, ended);
        return isProblem(answer)
          ? answer
          : { words: `${counted(ended.group_ids.length, 'group')} not permitted any more.` };
      },
    }),
  ] satisfies TeamOperation[];
}
