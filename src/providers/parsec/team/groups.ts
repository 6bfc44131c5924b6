import { onSuccess } from '../../../domain/problem.ts';
import { optional, search, text, yesNo } from '../../team-fields.ts';
import { collect, listed, type Shape, shown, thenSay, yesOrNo } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { Group } from '../schema.ts';
import { walkGroups } from '../walk.ts';
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
    fault: 'Allow members to connect to each other, or show no computers.',
  } as const;
}

/** Groups of members. */
export function groupOperations(api: ParsecApi, { groups }: ParsecChoices) {
  return [
    teamOperation({
      operation: 'Get Team Groups',
      section,
      title: 'List groups',
      effect: 'reads',
      fields: { name: optional(text('Name contains')) },
      run: (filter) => onSuccess(collect(walkGroups(api, filter)), (found) => listed(found, shape)),
    }),
    teamOperation({
      operation: 'Get Team Group',
      section,
      title: 'Show a group',
      effect: 'reads',
      fields: { group: search('Group', groups) },
      run: ({ group }) =>
        onSuccess(api.getTeamGroup(group), (found) =>
          shown({ ...found, id: found.id ?? group }, 'Current state in Parsec:', shape),
        ),
    }),
    teamOperation({
      operation: 'Create Team Group',
      section,
      title: 'Create a group',
      effect: 'changes',
      fields: { group_name: text('Name', bounds), allow_connections_within_group: yesNo(within), ...shows },
      check: shownFault,
      run: (group) => onSuccess(api.createTeamGroup(group), (made) => shown(made, 'Group created:', shape)),
    }),
    teamOperation({
      operation: 'Update Team Group',
      section,
      title: 'Change a group',
      effect: 'changes',
      note: 'Empty fields stay as they are.',
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
      run: ({ group, ...change }) => thenSay(api.updateTeamGroup(group, change), 'Group changed.'),
    }),
    teamOperation({
      operation: 'Delete Team Group',
      section,
      title: 'Delete a group',
      effect: 'destroys',
      revokesAccess: true,
      note: 'Its members stay in the team.',
      fields: { group: search('Group', groups) },
      run: ({ group }) => thenSay(api.deleteTeamGroup(group), 'Group deleted.'),
    }),
  ] satisfies TeamOperation[];
}
