import { isProblem, onSuccess, type Problem } from '../../../domain/problem.ts';
import { emailKey } from '../../../domain/text/email.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import { asNumber, optional, search, text, yesNo } from '../../team-fields.ts';
import { collect, counted, listed, type Shape, shown, yesOrNo } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail, unique } from '../bounds.ts';
import { mayNotSee, parsecProblem } from '../problems.ts';
import type { Member } from '../schema.ts';
import { isOpen } from '../translate.ts';
import { walkMemberInvites, walkMembers } from '../walk.ts';
import { namesFor, type ParsecChoices } from './choices.ts';

const section = 'Members';
/** Parsec: addresses in one request. */
const MOST_ADDRESSES = 200;

/** What lists show of members. Parsec gives the ids of their groups: the names are read beside it. */
async function shapeOf({ groups }: ParsecChoices, members: readonly Member[]): Promise<Shape<Member>> {
  const group = await namesFor(groups, members.flatMap(groupsOf));
  return {
    one: 'member',
    columns: ['Name', 'Email', 'Admin', 'Groups', 'Id'],
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
      effect: 'reads',
      fields: {
        email: optional(text('Email address', { hint: 'The full address.' })),
        group_id: optional(asNumber(search('In the group', groups))),
        is_admin: optional(yesNo('Admin')),
      },
      run: (filter) =>
        onSuccess(collect(walkMembers(api, filter)), async (found) =>
          listed(found, await shapeOf(choices, found.items)),
        ),
    }),
    teamOperation({
      operation: 'Get Team Member',
      section,
      title: 'Show a member',
      effect: 'reads',
      fields: { member: search('Member', members) },
      run: ({ member }) =>
        onSuccess(api.getTeamMember(member), async (found) =>
          shown(found, 'Current state in Parsec:', await shapeOf(choices, [found])),
        ),
    }),
    teamOperation({
      operation: 'Cancel Team Invites (Deprecated)',
      section,
      title: 'Cancel invites (deprecated)',
      effect: 'destroys',
      revokesAccess: true,
      note: 'Deprecated by Parsec. “/member pending” lists pending invites and cancels them too.',
      fields: { emails: text('Email addresses', { long: true, hint: 'Separated by spaces, commas or new lines.' }) },
      check: ({ emails }) => {
        const all = addressesIn(emails);
        const wrong = all.find((each) => !isEmail(each));
        if (wrong !== undefined)
          return { field: 'emails', fault: `Correct “${wrong.slice(0, 80)}”: it isn't an email address.` };
        if (!unique(all)) return { field: 'emails', fault: 'Enter each one only once.' };
        return all.length <= MOST_ADDRESSES
          ? undefined
          : { field: 'emails', fault: `Enter at most ${MOST_ADDRESSES} addresses.` };
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
        const rest = others.length === 0 ? '' : ` No invite found for ${others.join(', ')}.`;
        return { copy: `${counted(invited.length, 'invite')} cancelled.${rest}` };
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
  for await (const page of walkMemberInvites(api)) {
    if (isProblem(page)) return mayNotSee(page) ? emails : page;
    const found = page.filter((invite) => isOpen(invite) && wanted.has(emailKey(invite.email)));
    invited.push(...found.map(({ email }) => email));
  }
  return invited;
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== '');
}
