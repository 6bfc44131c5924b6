import { onSuccess } from '../../../domain/problem.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import { asNumber, optional, pick, search, text, yesNo } from '../../team-fields.ts';
import { collect, listed, type Shape, shown, thenSay, yesOrNo } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail } from '../bounds.ts';
import type { Machine } from '../schema.ts';
import { machineId } from '../translate.ts';
import { walkMachines } from '../walk.ts';
import { namesFor, type ParsecChoices } from './choices.ts';

const section = 'Computers';

/** What lists show of computers. Parsec gives the ids of the people they are assigned to: their names are read beside it. */
async function shapeOf(
  { members, groups, rules }: ParsecChoices,
  machines: readonly Machine[],
): Promise<Shape<Machine>> {
  const [member, group, rule] = await Promise.all([
    namesFor(
      members,
      machines.map(({ user_id }) => user_id),
    ),
    namesFor(groups, machines.flatMap(groupsOf)),
    namesFor(
      rules,
      machines.map(({ team_app_rule_id }) => team_app_rule_id),
    ),
  ]);
  const assigneeOf = (machine: Machine): string =>
    [
      ...(machine.user_id === undefined ? [] : [`member ${member(machine.user_id)}`]),
      ...(machine.email === undefined ? [] : [machine.email]),
      ...groupsOf(machine).map((id) => `group ${group(id)}`),
    ].join(', ');
  return {
    one: 'computer',
    columns: ['Name', 'Online', 'Open to guests', 'Assigned to', 'App rule', 'Id'],
    row: (machine) => [
      nameOrId(machine.name, machineId(machine)),
      yesOrNo(machine.is_online),
      yesOrNo(machine.is_guest_access),
      assigneeOf(machine),
      machine.team_app_rule_id === undefined ? '' : rule(machine.team_app_rule_id),
      machineId(machine),
    ],
  };
}

const assignments = [
  { id: 'member', name: 'Assigned to a member' },
  { id: 'group', name: 'Assigned to groups' },
  { id: 'reservation', name: 'Reserved for an invited person' },
  { id: 'unassigned', name: 'Not assigned' },
] as const;

/** Team computers. */
export function machineOperations(api: ParsecApi, choices: ParsecChoices) {
  const { machines, members, groups, rules } = choices;
  return [
    teamOperation({
      operation: 'Get Team Machines',
      section,
      title: 'List computers',
      effect: 'reads',
      fields: {
        name: optional(text('Name contains')),
        is_online: optional(yesNo('Online')),
        is_guest_access: optional(yesNo('Open to guests')),
        assignment: optional(pick('Assignment', assignments)),
        user_id: optional(asNumber(search('Assigned to the member', members))),
        team_group_id: optional(asNumber(search('Assigned to the group', groups))),
        email: optional(text('Member email', { hint: 'The full address.' })),
      },
      check: ({ email }) =>
        email === undefined || isEmail(email)
          ? undefined
          : { field: 'email', fault: 'Use a full email address, like ana@example.com.' },
      run: (filter) =>
        onSuccess(collect(walkMachines(api, filter)), async (found) =>
          listed(found, await shapeOf(choices, found.items)),
        ),
    }),
    teamOperation({
      operation: 'Get Team Machine',
      section,
      title: 'Show a computer',
      effect: 'reads',
      fields: { machine: search('Computer', machines) },
      run: ({ machine }) =>
        onSuccess(api.getTeamMachine(machine), async (found) =>
          shown(found, 'Current state in Parsec:', await shapeOf(choices, [found])),
        ),
    }),
    teamOperation({
      operation: 'Update Team Machine',
      section,
      title: 'Change a computer',
      effect: 'changes',
      note: 'Empty fields stay as they are.',
      fields: {
        machine: search('Computer', machines),
        name: optional(text('New name')),
        is_guest_access: optional(yesNo('Open to guests')),
        team_app_rule_id: optional(search('App rule', rules)),
      },
      check: (given) =>
        Object.keys(given).length > 1 ? undefined : { field: 'name', fault: 'Change at least one thing.' },
      run: ({ machine, ...change }) => thenSay(api.updateTeamMachine(machine, change), 'Computer changed.'),
    }),
    teamOperation({
      operation: 'Delete Team Machine',
      section,
      title: 'Delete a computer',
      effect: 'destroys',
      revokesAccess: true,
      note: 'Disconnects everyone on it at once. Guest invites to it stop working.',
      fields: { machine: search('Computer', machines) },
      run: ({ machine }) => thenSay(api.deleteTeamMachine(machine), 'Computer deleted.'),
    }),
    teamOperation({
      operation: 'Kick User',
      section,
      title: 'Kick a member off a computer',
      effect: 'destroys',
      note: 'Disconnects all devices of the member from it. The member can connect again.',
      fields: { machine: search('Computer', machines), member: search('Member', members) },
      run: ({ machine, member }) => thenSay(api.kickUser(machine, member), 'Member disconnected from the computer.'),
    }),
  ] satisfies TeamOperation[];
}

function groupsOf({ team_group_id, team_group_ids = [] }: Machine): string[] {
  return [...team_group_ids, ...(team_group_id === undefined ? [] : [team_group_id])];
}
