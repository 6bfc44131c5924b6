import { asNumbers, search, searches } from '../../team-fields.ts';
import { counted, thenSay } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { ParsecChoices } from './choices.ts';

const section = 'Group members';

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
      note: 'They stay in their other groups. After the first time, check one of them with “Show a member”.',
      fields,
      run: ({ group, user_ids }) =>
        thenSay(
          api.assignTeamGroupMembers(group, user_ids),
          `${counted(user_ids.length, 'member')} added to the group.`,
        ),
    }),
    teamOperation({
      operation: 'Add Team Group Members (Deprecated)',
      section,
      title: 'Move members to a group (deprecated)',
      effect: 'destroys',
      note: 'Removes them from every other group. Deprecated by Parsec.',
      fields,
      run: ({ group, user_ids }) =>
        thenSay(
          api.addTeamGroupMembersDeprecated(group, user_ids),
          `${counted(user_ids.length, 'member')} moved to the group and removed from all others.`,
        ),
    }),
    teamOperation({
      operation: 'Remove Team Group Members',
      section,
      title: 'Remove members from a group',
      effect: 'changes',
      revokesAccess: true,
      note: 'They stay in the team.',
      fields,
      run: ({ group, user_ids }) =>
        thenSay(
          api.removeTeamGroupMembers(group, user_ids),
          `${counted(user_ids.length, 'member')} removed from the group.`,
        ),
    }),
  ] satisfies TeamOperation[];
}
