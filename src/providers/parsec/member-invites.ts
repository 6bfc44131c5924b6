import { mapPages, type Pages, readAll } from '../../domain/pages.ts';
import { isProblem, onSuccess, type Problem, problem } from '../../domain/problem.ts';
import { sameText } from '../../domain/same-invite.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { emailKey } from '../../domain/text/email.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type { InvitedMember, InviteRef, MemberInvites, PendingInvite } from '../provider.ts';
import type { Choice } from '../team-operation.ts';
import type { ParsecApi } from './api.ts';
import { inviteMembers } from './invite.ts';
import { mayNotSee, parsecProblem } from './problems.ts';
import type { TeamInvite } from './schema.ts';
import { groupName, isOpen, termsOf } from './translate.ts';
import { walkAppRules, walkGroups, walkMemberInvites } from './walk.ts';

/** Parsec: "[ 1 .. 200 ] items". */
const BATCH = 200;

/**
 * Inviting to the Parsec team, in Guestlist's terms; the contract is in provider.ts. An invite is known by its email address: `inviteId`
 * is the address as Parsec writes it. `now` in epoch ms.
 */
export function parsecMemberInvites(
  api: ParsecApi,
  now: () => number,
): Required<Omit<MemberInvites, 'roles' | 'leastRole'>> {
  const pending = () => mapPages(walkMemberInvites(api), (page) => page.filter(isOpen).map(pendingOf));

  /**
   * The address as Parsec has it. What Parsec says to an address that has no invite is not documented, and "done" of what was not
   * there would be a lie: so the list is looked at first. A key that may not see the list goes on without.
   */
  async function addressOf({ inviteId }: InviteRef): Promise<string | Problem> {
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
    invite: InviteRef,
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

    cancel: (invite) =>
      onSuccess(addressOf(invite), (address) => onSuccess(api.cancelTeamInvites([address]), () => 'cancelled')),

    resend: (invite) => change(invite, (emails) => api.resendTeamInvites(emails, true), 'resent'),

    async edit(invite, terms) {
      const wanted = termsOf(terms);
      if (Object.keys(wanted).length === 0) return problem('change_empty');
      return change(invite, (emails) => api.updateTeamInvites(emails, wanted), 'edited');
    },

    groups: () => choices(walkGroups(api), groupName),

    appRules: () => choices(walkAppRules(api), (rule) => rule.name),
  };
}

function pendingOf({ email, created_at, expires_at }: TeamInvite): PendingInvite {
  return {
    inviteId: email,
    email: cleanLine(email) || undefined,
    name: undefined,
    role: undefined,
    invitedAt: created_at,
    expiresAt: expires_at,
  };
}

/** Sorted by name. One without a name is shown by its id. */
function choices<Item extends { readonly id: string }>(
  pages: Pages<Item>,
  nameOf: (item: Item) => string | undefined,
): Promise<readonly Choice[] | Problem> {
  return onSuccess(readAll(pages), (items) =>
    items
      .map((item) => ({ id: item.id, name: nameOrId(nameOf(item), item.id) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
  );
}
