import { isProblem } from '../../../domain/problem.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import { asNumber, optional, pick, search, text, yesNo } from '../../team-fields.ts';
import { collect, listed, type Shape, shown, yesOrNo } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail } from '../bounds.ts';
import type { Machine } from '../schema.ts';
import { walkList } from '../walk.ts';
import { idOfMachine, namesFor, type ParsecChoices } from './choices.ts';

const section = 'Computers';

/** What of computers is told. Parsec names whom they are assigned to by id: the names are read beside it. */
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
      nameOrId(machine.name, idOfMachine(machine)),
      yesOrNo(machine.is_online),
      yesOrNo(machine.is_guest_access),
      assigneeOf(machine),
      machine.team_app_rule_id === undefined ? '' : rule(machine.team_app_rule_id),
      idOfMachine(machine),
    ],
  };
}

const assignments = [
  { id: 'member', name: 'Assigned to a member' },
  { id: 'group', name: 'Assigned to groups' },
  { id: 'reservation', name: 'Reserved for somebody who is invited' },
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
      effect: 'looks',
      fields: {
        name: optional(text('Name contains')),
        is_online: optional(yesNo('Online')),
        is_guest_access: optional(yesNo('Open to guests')),
        assignment: optional(pick('Assignment', assignments)),
        user_id: optional(asNumber(search('Assigned to the member', members))),
        team_group_id: optional(asNumber(search('Assigned to the group', groups))),
        email: optional(text('E-mail address of the member', { hint: 'The whole address.' })),
      },
      check: ({ email }) =>
        email === undefined || isEmail(email)
          ? undefined
          : { field: 'email', fault: 'That is not an e-mail address. Give all of it.' },
      run: async (filter) => {
        const found = await collect(walkList((paging) => api.getTeamMachines(paging, filter), idOfMachine));
        return isProblem(found) ? found : listed(found, await shapeOf(choices, found.items));
      },
    }),
    teamOperation({
      operation: 'Get Team Machine',
      section,
      title: 'Show a computer',
      effect: 'looks',
      fields: { machine: search('Computer', machines) },
      run: async ({ machine }) => {
        const found = await api.getTeamMachine(machine);
        return isProblem(found) ? found : shown(found, 'As Parsec has it now:', await shapeOf(choices, [found]));
      },
    }),
    teamOperation({
      operation: 'Update Team Machine',
      section,
      title: 'Change a computer',
      effect: 'changes',
      note: 'What is left empty stays as it is.',
      fields: {
        machine: search('Computer', machines),
        name: optional(text('New name')),
        is_guest_access: optional(yesNo('Open to guests')),
        team_app_rule_id: optional(search('App rule', rules)),
      },
      check: (given) =>
        Object.keys(given).length > 1 ? undefined : { field: 'name', fault: 'Change at least one thing.' },
      run: async ({ machine, ...change }) => {
        const changed = await api.updateTeamMachine(machine, change);
        return isProblem(changed) ? changed : { words: 'The computer is changed.' };
      },
    }),
    teamOperation({
      operation: 'Delete Team Machine',
      section,
      title: 'Delete a computer',
      effect: 'destroys',
      takesAccess: true,
      note: 'Whoever is connected to it is cut off at once. Invites of guests to it stop working.',
      fields: { machine: search('Computer', machines) },
      run: async ({ machine }) => {
        const answer = await api.deleteTeamMachine(machine);
        return isProblem(answer) ? answer : { words: 'The computer is deleted.' };
      },
    }),
    teamOperation({
      operation: 'Kick User',
      section,
      title: 'Kick a member off a computer',
      effect: 'destroys',
      note: 'All devices of the member are disconnected from it. Nothing keeps the member from connecting again.',
      fields: { machine: search('Computer', machines), member: search('Member', members) },
      run: async ({ machine, member }) => {
        const answer = await api.kickUser(machine, member);
        return isProblem(answer) ? answer : { words: 'The member is disconnected from the computer.' };
      },
    }),
  ] satisfies TeamOperation[];
}

function groupsOf({ team_group_id, team_group_ids = [] }: Machine): string[] {
  return [...team_group_ids, ...(team_group_id === undefined ? [] : [team_group_id])];
}
