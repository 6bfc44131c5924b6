import { isProblem } from '../../../domain/problem.ts';
import { optional, search, type TeamOperation, teamOperation, text } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { Member } from '../schema.ts';
import { findMembers } from './choices.ts';
import { counted, everything } from './everything.ts';

const section = 'Members';
const columns = ['Name', 'E-mail', 'Id'];
const rowOf = (member: Member) => [member.name ?? '(no name)', member.email ?? '', member.user_id];

/** Members of the team. */
export function memberOperations(api: ParsecApi): readonly TeamOperation[] {
  return [
    teamOperation({
      operation: 'Get Team Members',
      section,
      title: 'List members',
      effect: 'looks',
      fields: { email: optional(text('E-mail', { hint: 'The whole address.' })) },
      run: async (filters) => {
        const members = await everything(
          (paging) => api.getTeamMembers(paging, filters),
          (member) => member.user_id,
        );
        if (isProblem(members)) return members;
        return { words: `${counted(members.length, 'member')}.`, table: { columns, rows: members.map(rowOf) } };
      },
    }),
    teamOperation({
      operation: 'Get Team Member',
      section,
      title: 'Show a member',
      effect: 'looks',
      fields: { member: search('Member', findMembers(api)) },
      run: async ({ member }) => {
        const found = await api.getTeamMember(member);
        return isProblem(found) ? found : { words: 'As Parsec has it now:', table: { columns, rows: [rowOf(found)] } };
      },
    }),
  ];
}
