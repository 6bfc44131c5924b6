import { isProblem } from '../../../domain/problem.ts';
import { optional, search, text, yesNo } from '../../team-fields.ts';
import { collect, listed, type Shape, shown, yesOrNo } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { Group } from '../schema.ts';
import { walkList } from '../walk.ts';
import { nameOfGroup, type ParsecChoices } from './choices.ts';

const section = 'Groups';

const shape: Shape<Partial<Group>> = {
  one: 'group',
  columns: [
    'Name',
    'Connections within',
    'Shows group computers',
    'Shows member computers',
    'Shows own computers',
    'Id',
  ],
  row: (group) => [
    nameOfGroup(group),
    yesOrNo(group.allow_connections_within_group),
    yesOrNo(group.show_group_assigned_managed_hosts),
    yesOrNo(group.show_user_assigned_managed_hosts),
    yesOrNo(group.show_personal_hosts),
    group.id ?? '',
  ],
};

const bounds = { min: 2, max: 64, hint: '2 to 64 characters.' };

/** Which computers the people concerned are shown. What is left out is Parsec's to decide. */
export const shows = {
  show_group_assigned_managed_hosts: optional(yesNo('Show computers assigned to the group')),
  show_user_assigned_managed_hosts: optional(yesNo('Show computers assigned to members')),
  show_personal_hosts: optional(yesNo("Show members' own computers")),
};
const within = 'Members may connect to each other';

type Wanted = { readonly [key in keyof typeof shows]?: boolean } & {
  readonly allow_connections_within_group?: boolean;
};

/** Parsec: nothing is shown in a group that does not allow connections within itself. */
function shownFault(wanted: Wanted) {
  const isShown = Object.keys(shows).some((key) => wanted[key as keyof typeof shows] === true);
  if (!isShown || wanted.allow_connections_within_group !== false) return undefined;
  return {
    field: 'allow_connections_within_group',
    fault: 'Computers can be shown only where members may connect to each other.',
  } as const;
}

/** Groups of members. */
export function groupOperations(api: ParsecApi, { groups }: ParsecChoices) {
  return [
    teamOperation({
      operation: 'Get Team Groups',
      section,
      title: 'List groups',
      effect: 'looks',
      fields: { name: optional(text('Name contains')) },
      run: async (filter) => {
        const found = await collect(
          walkList(
            (paging) => api.getTeamGroups(paging, filter),
            (group) => group.id,
          ),
        );
        return isProblem(found) ? found : listed(found, shape);
      },
    }),
    teamOperation({
      operation: 'Get Team Group',
      section,
      title: 'Show a group',
      effect: 'looks',
      fields: { group: search('Group', groups) },
      run: async ({ group }) => {
        const found = await api.getTeamGroup(group);
        return isProblem(found) ? found : shown({ ...found, id: found.id ?? group }, 'As Parsec has it now:', shape);
      },
    }),
    teamOperation({
      operation: 'Create Team Group',
      section,
      title: 'Make a group',
      effect: 'changes',
      fields: { group_name: text('Name', bounds), allow_connections_within_group: yesNo(within), ...shows },
      check: shownFault,
      run: async (group) => {
        const made = await api.createTeamGroup(group);
        return isProblem(made) ? made : shown(made, 'The group is made:', shape);
      },
    }),
    teamOperation({
      operation: 'Update Team Group',
      section,
      title: 'Change a group',
      effect: 'changes',
      note: 'What is left empty stays as it is.',
      fields: {
        group: search('Group', groups),
        group_name: optional(text('New name', bounds)),
        allow_connections_within_group: optional(yesNo(within)),
        ...shows,
      },
      check: (given) =>
        Object.keys(given).length > 1
          ? shownFault(given)
          : { field: 'group_name', fault: 'Change at least one thing.' },
      run: async ({ group, ...change }) => {
        const changed = await api.updateTeamGroup(group, change);
        return isProblem(changed) ? changed : { words: 'The group is changed.' };
      },
    }),
    teamOperation({
      operation: 'Delete Team Group',
      section,
      title: 'Delete a group',
      effect: 'destroys',
      takesAccess: true,
      note: 'Its members stay in the team.',
      fields: { group: search('Group', groups) },
      run: async ({ group }) => {
        const answer = await api.deleteTeamGroup(group);
        return isProblem(answer) ? answer : { words: 'The group is deleted.' };
      },
    }),
  ] satisfies TeamOperation[];
}
