import { emailKey } from '../../../domain/email.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import { asNumber, optional, search, text, yesNo } from '../../team-fields.ts';
import { collect, counted, listed, type Shape, shown, yesOrNo } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail, unique } from '../bounds.ts';
import { mayNotSee, parsecProblem } from '../problems.ts';
import type { Member } from '../schema.ts';
import { isOpen } from '../translate.ts';
import { walkList } from '../walk.ts';
import { namesFor, type ParsecChoices } from './choices.ts';

const section = 'Members';
/** Parsec: addresses in one request. */
const MOST_ADDRESSES = 200;

/** What of members is told. Parsec tells their groups by id: the names are read beside it. */
async function shapeOf({ groups }: ParsecChoices, members: readonly Member[]): Promise<Shape<Member>> {
  const group = await namesFor(groups, members.flatMap(groupsOf));
  return {
    one: 'member',
    columns: ['Name', 'E-mail', 'Admin', 'Groups', 'Id'],
    row: (member) => [
      nameOrId(member.name, member.user_id),
      member.email ?? '',
      yesOrNo(member.is_admin),
      groupsOf(member).map(group).join(', '),
      member.user_id,
    ],
  };
}

function groupsOf({ group_id, group_ids = [] }: Member): string[] {
  return [...group_ids, ...(group_id === undefined ? [] : [group_id])];
}

/** Members of the team, and the old way to take invites back. */
export function memberOperations(api: ParsecApi, choices: ParsecChoices) {
  const { members, groups } = choices;
  return [
    teamOperation({
      operation: 'Get Team Members',
      section,
      title: 'List members',
      effect: 'looks',
      fields: {
        email: optional(text('E-mail address', { hint: 'The whole address.' })),
        group_id: optional(asNumber(search('In the group', groups))),
        is_admin: optional(yesNo('Admin')),
      },
      run: async (filter) => {
        const found = await collect(
          walkList(
            (paging) => api.getTeamMembers(paging, filter),
            (member) => member.user_id,
          ),
        );
        return isProblem(found) ? found : listed(found, await shapeOf(choices, found.items));
      },
    }),
    teamOperation({
      operation: 'Get Team Member',
      section,
      title: 'Show a member',
      effect: 'looks',
      fields: { member: search('Member', members) },
      run: async ({ member }) => {
        const found = await api.getTeamMember(member);
        return isProblem(found) ? found : shown(found, 'As Parsec has it now:', await shapeOf(choices, [found]));
      },
    }),
    teamOperation({
      operation: 'Cancel Team Invites (Deprecated)',
      section,
      title: 'Cancel invites, the old way',
      effect: 'destroys',
      takesAccess: true,
      note: 'Parsec calls this way deprecated. “/member pending” shows who is invited and cancels too.',
      fields: { emails: text('E-mail addresses', { long: true, hint: 'With spaces, commas or new lines between.' }) },
      check: ({ emails }) => {
        const all = addressesIn(emails);
        const wrong = all.find((each) => !isEmail(each));
        if (wrong !== undefined) return { field: 'emails', fault: `“${wrong.slice(0, 80)}” is not an e-mail address.` };
        if (!unique(all)) return { field: 'emails', fault: 'One of them stands there twice.' };
        return all.length <= MOST_ADDRESSES ? undefined : { field: 'emails', fault: `At most ${MOST_ADDRESSES}.` };
      },
      run: async ({ emails }) => {
        const all = addressesIn(emails);
        const invited = await invitedAmong(api, all);
        if (isProblem(invited)) return invited;
        if (invited.length === 0) return parsecProblem('provider_not_found');
        const answer = await api.cancelTeamInvitesDeprecated(invited);
        if (isProblem(answer)) return answer;
        const known = new Set(invited.map(emailKey));
        const others = all.filter((email) => !known.has(emailKey(email)));
        const rest = others.length === 0 ? '' : ` Nobody was invited as ${others.join(', ')}.`;
        return { words: `${counted(invited.length, 'invite')} cancelled.${rest}` };
      },
    }),
  ] satisfies TeamOperation[];
}

/**
 * Those of the addresses that have an invite, as Parsec writes them. What Parsec says of the others is not documented, and "cancelled"
 * of a mistyped one would be a lie. A key that may not see the invites goes on with all.
 */
async function invitedAmong(api: ParsecApi, emails: readonly string[]): Promise<readonly string[] | Problem> {
  const wanted = new Set(emails.map(emailKey));
  const invited: string[] = [];
  for await (const page of walkList(api.getTeamInvites, (invite) => emailKey(invite.email))) {
    if (isProblem(page)) return mayNotSee(page) ? emails : page;
    const found = page.filter((invite) => isOpen(invite) && wanted.has(emailKey(invite.email)));
    invited.push(...found.map(({ email }) => email));
  }
  return invited;
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== '');
}
