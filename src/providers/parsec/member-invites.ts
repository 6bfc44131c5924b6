import { emailKey } from '../../domain/email.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { sameText } from '../../domain/same-invite.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type { Choice, InvitedMember, MemberInvites, NamedInvite, PendingInvite } from '../provider.ts';
import type { ParsecApi } from './api.ts';
import { inviteMembers } from './invite-members.ts';
import { mayNotSee, parsecProblem } from './problems.ts';
import { groupName, isOpen, termsOf } from './translate.ts';
import { walkList } from './walk.ts';

/** Parsec: "[ 1 .. 200 ] items". */
const BATCH = 200;

/**
 * Inviting to the Parsec team, in our words; the contract is in provider.ts. An invite is known by its e-mail address: `inviteId`
 * is the address as Parsec writes it. `now` in epoch ms.
 */
export function parsecMemberInvites(
  api: ParsecApi,
  now: () => number,
): Required<Omit<MemberInvites, 'roles' | 'leastRole'>> {
  async function* pending(): AsyncGenerator<readonly PendingInvite[] | Problem> {
    const pages = walkList(api.getTeamInvites, (invite) => emailKey(invite.email));
    for await (const page of pages) {
      if (isProblem(page)) yield page;
      else
        yield page.filter(isOpen).map(({ email, created_at, expires_at }) => ({
          inviteId: email,
          email: cleanLine(email) || undefined,
          name: undefined,
          role: undefined,
          invitedAt: created_at,
          expiresAt: expires_at,
        }));
    }
  }

  /**
   * The address as Parsec has it. What Parsec says to an address that has no invite is not documented, and "done" of what was not
   * there would be a lie: so the list is looked at first. A key that may not see the list goes on without.
   */
  async function addressOf({ inviteId }: NamedInvite): Promise<string | Problem> {
    let isWhole = true;
    for await (const page of pending()) {
      if (isProblem(page)) return mayNotSee(page) ? inviteId : page;
      const found = page.find((invite) => sameText(invite.inviteId, inviteId));
      if (found !== undefined) return found.inviteId;
      isWhole &&= page.every((invite) => invite.inviteId !== '');
    }
    // One that shows no address may be the one.
    return parsecProblem(isWhole ? 'provider_not_found' : 'provider_nonsense');
  }

  /** Done when the answer names the address; an answer without it has passed it over. */
  async function change<Done extends string>(
    invite: NamedInvite,
    operation: (emails: readonly string[]) => ReturnType<ParsecApi['resendTeamInvites']>,
    outcome: Done,
  ): Promise<Done | Problem> {
    const address = await addressOf(invite);
    if (isProblem(address)) return address;
    const answer = await operation([address]);
    if (isProblem(answer)) return answer;
    return answer.items.some(({ email }) => emailKey(email) === emailKey(address))
      ? outcome
      : parsecProblem('provider_not_found');
  }

  return {
    batchSize: BATCH,
    inviteIds: 'per person',
    asks: { role: 'none', group: true, appRule: true, names: false, sendEmail: 'choice' },

    async invite(rows, terms): Promise<readonly InvitedMember[] | Problem> {
      if (rows.length > BATCH) {
        return parsecProblem('provider_rejected', { field: 'emails', message: `more than ${BATCH} at a time` });
      }
      return inviteMembers(api, { rows, terms: termsOf(terms), sendEmail: terms.sendEmail, now: now() });
    },

    pending,

    async cancel(invite) {
      const address = await addressOf(invite);
      if (isProblem(address)) return address;
      const answer = await api.cancelTeamInvites([address]);
      return isProblem(answer) ? answer : 'cancelled';
    },

    resend: (invite) => change(invite, (emails) => api.resendTeamInvites(emails, true), 'resent'),

    async edit(invite, terms) {
      const wanted = termsOf(terms);
      if (Object.keys(wanted).length === 0) return problem('change_empty');
      return change(invite, (emails) => api.updateTeamInvites(emails, wanted), 'edited');
    },

    groups: () =>
      choices(
        walkList(api.getTeamGroups, (group) => group.id),
        groupName,
      ),

    appRules: () =>
      choices(
        walkList(api.getAppRules, (rule) => rule.id),
        (rule) => rule.name,
      ),
  };
}

/** By name; what has none says so, with its id. */
async function choices<Item extends { readonly id: string }>(
  pages: AsyncIterable<readonly Item[] | Problem>,
  nameOf: (item: Item) => string | undefined,
): Promise<readonly Choice[] | Problem> {
  const found: Choice[] = [];
  for await (const page of pages) {
    if (isProblem(page)) return page;
    found.push(...page.map((item) => ({ id: item.id, name: nameOrId(nameOf(item), item.id) })));
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
