import { isProblem } from '../../../domain/problem.ts';
import { asNumber, asNumbers, optional, search, searches, text } from '../../team-fields.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail } from '../bounds.ts';
import type { ParsecChoices } from './choices.ts';

const section = 'Assignment of computers';
const note = 'To one member or to groups, not both. It takes the place of what the computer is assigned to now.';
const words = 'The computer is assigned.';

type Given = { readonly user_id?: number; readonly email?: string };

/** Parsec: "at least one of member or group, never both"; a member is named by id or by e-mail address. */
function assigneeFault({ user_id, email }: Given, hasGroups: boolean) {
  if (email !== undefined && !isEmail(email))
    return { field: 'email', fault: 'That is not an e-mail address.' } as const;
  if (user_id !== undefined && email !== undefined) {
    return { field: 'email', fault: 'Choose the member, or give the address.' } as const;
  }
  const hasMember = user_id !== undefined || email !== undefined;
  if (hasMember && hasGroups) return { field: 'user_id', fault: 'A member or groups, not both.' } as const;
  return hasMember || hasGroups ? undefined : ({ field: 'user_id', fault: 'Choose a member or a group.' } as const);
}

/** To whom team computers belong. */
export function assignmentOperations(api: ParsecApi, { machines, members, groups }: ParsecChoices) {
  const member = {
    user_id: optional(asNumber(search('Member', members))),
    email: optional(
      text('E-mail address', {
        hint: 'Of somebody who is not a member yet, the computer is reserved until they join.',
      }),
    ),
  };
  return [
    teamOperation({
      operation: 'Set Team Machine Assignment',
      section,
      title: 'Assign a computer',
      effect: 'changes',
      note,
      fields: {
        machine: search('Computer', machines),
        ...member,
        team_group_ids: optional(asNumbers(searches('Groups', groups))),
      },
      check: (given) => assigneeFault(given, given.team_group_ids !== undefined),
      run: async ({ machine, ...assignee }) => {
        const answer = await api.setTeamMachineAssignment(machine, assignee);
        return isProblem(answer) ? answer : { words };
      },
    }),
    teamOperation({
      operation: 'Create Team Machine Assignment (Deprecated)',
      section,
      title: 'Assign a computer, the old way',
      effect: 'changes',
      note: `${note} Parsec calls this way deprecated; “Assign a computer” does the same with several groups.`,
      fields: {
        machine: search('Computer', machines),
        ...member,
        team_group_id: optional(asNumber(search('Group', groups))),
      },
      check: (given) => assigneeFault(given, given.team_group_id !== undefined),
      run: async ({ machine, ...assignee }) => {
        const answer = await api.createTeamMachineAssignmentDeprecated(machine, assignee);
        return isProblem(answer) ? answer : { words };
      },
    }),
    teamOperation({
      operation: 'Remove Team Machine Assignment',
      section,
      title: 'Take a computer from everybody',
      effect: 'destroys',
      takesAccess: true,
      note: 'Member, groups and reservation are all taken off it.',
      fields: { machine: search('Computer', machines) },
      run: async ({ machine }) => {
        const answer = await api.removeTeamMachineAssignment(machine);
        return isProblem(answer) ? answer : { words: 'The computer is assigned to nobody.' };
      },
    }),
  ] satisfies TeamOperation[];
}
