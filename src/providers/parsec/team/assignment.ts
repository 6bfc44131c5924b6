import { asNumber, asNumbers, optional, search, searches, text } from '../../team-fields.ts';
import { thenSay } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail } from '../bounds.ts';
import type { ParsecChoices } from './choices.ts';

const section = 'Computer assignments';
const note = 'Assign to one member or to groups, not both. Replaces the current assignment.';
const copy = 'Computer assigned.';

type Given = { readonly user_id?: number; readonly email?: string };

/** Parsec: "at least one of member or group, never both"; a member is named by id or by email address. */
function assigneeFault({ user_id, email }: Given, hasGroups: boolean) {
  if (email !== undefined && !isEmail(email))
    return { field: 'email', fault: 'Use a full email address, like ana@example.com.' } as const;
  if (user_id !== undefined && email !== undefined) {
    return { field: 'email', fault: 'Choose a member or enter an address, not both.' } as const;
  }
  const hasMember = user_id !== undefined || email !== undefined;
  if (hasMember && hasGroups) return { field: 'user_id', fault: 'Choose a member or groups, not both.' } as const;
  return hasMember || hasGroups ? undefined : ({ field: 'user_id', fault: 'Choose a member or a group.' } as const);
}

/** To whom team computers belong. */
export function assignmentOperations(api: ParsecApi, { machines, members, groups }: ParsecChoices) {
  const member = {
    user_id: optional(asNumber(search('Member', members))),
    email: optional(
      text('Email address', {
        hint: "Someone who isn't a member yet gets the computer when they join.",
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
      run: ({ machine, ...assignee }) => thenSay(api.setTeamMachineAssignment(machine, assignee), copy),
    }),
    teamOperation({
      operation: 'Create Team Machine Assignment (Deprecated)',
      section,
      title: 'Assign a computer (deprecated)',
      effect: 'changes',
      note: `${note} Deprecated by Parsec: “Assign a computer” does the same and takes several groups.`,
      fields: {
        machine: search('Computer', machines),
        ...member,
        team_group_id: optional(asNumber(search('Group', groups))),
      },
      check: (given) => assigneeFault(given, given.team_group_id !== undefined),
      run: ({ machine, ...assignee }) => thenSay(api.createTeamMachineAssignmentDeprecated(machine, assignee), copy),
    }),
    teamOperation({
      operation: 'Remove Team Machine Assignment',
      section,
      title: 'Unassign a computer',
      effect: 'destroys',
      revokesAccess: true,
      note: 'Removes its member, groups and reservation.',
      fields: { machine: search('Computer', machines) },
      run: ({ machine }) => thenSay(api.removeTeamMachineAssignment(machine), 'Computer unassigned.'),
    }),
  ] satisfies TeamOperation[];
}
