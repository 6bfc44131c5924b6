import { isProblem } from '../../../domain/problem.ts';
import { asNumbers, search, searches } from '../../team-fields.ts';
import { counted } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { ParsecChoices } from './choices.ts';

const section = 'Members of groups';

/** Who is in a group. */
export function groupMemberOperations(api: ParsecApi, { groups, members }: ParsecChoices) {
  const fields = { group: search('Group', groups), user_ids: asNumbers(searches('Members', members)) };
  return [
    teamOperation({
      operation: 'Assign Team Group Members',
      section,
      title: 'Add members to a group',
      effect: 'changes',
      // The address of this operation and of its deprecated twin are not proven: README of Parsec.
      note: 'They keep the other groups they are in. The first time, look at one of them afterwards with “Show a member”.',
      fields,
      run: async ({ group, user_ids }) => {
        const answer = await api.assignTeamGroupMembers(group, user_ids);
        return isProblem(answer) ? answer : { words: `${counted(user_ids.length, 'member')} added to the group.` };
      },
    }),
    teamOperation({
      operation: 'Add Team Group Members (Deprecated)',
      section,
      title: 'Move members to a group, the old way',
      effect: 'destroys',
      note: 'It takes them out of every other group. Parsec calls this way deprecated.',
      fields,
      run: async ({ group, user_ids }) => {
        const answer = await api.addTeamGroupMembersDeprecated(group, user_ids);
        return isProblem(answer)
          ? answer
          : { words: `${counted(user_ids.length, 'member')} moved to the group, and out of all others.` };
      },
    }),
    teamOperation({
      operation: 'Remove Team Group Members',
      section,
      title: 'Remove members from a group',
      effect: 'changes',
      takesAccess: true,
      note: 'They stay in the team.',
      fields,
      run: async ({ group, user_ids }) => {
        const answer = await api.removeTeamGroupMembers(group, user_ids);
        return isProblem(answer) ? answer : { words: `${counted(user_ids.length, 'member')} removed from the group.` };
      },
    }),
  ] satisfies TeamOperation[];
}
