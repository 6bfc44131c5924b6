import { emailKey } from '../../domain/email.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { walkCursor } from '../cursor-pages.ts';
import type { Choice, InvitedMember, MemberInvites, MemberTerms, PendingInvite, WantedMember } from '../provider.ts';
import type { SnykApi } from './api.ts';

/** Snyk: the longest page. */
const PAGE = 100;

const nonsense = problem('provider_nonsense', { provider: 'snyk' });

/** Inviting to a Snyk organisation, in our words; the contract is in provider.ts. */
export function snykMemberInvites(api: SnykApi, roles: readonly Choice[]): MemberInvites {
  async function* pending(): AsyncGenerator<readonly PendingInvite[] | Problem> {
    const pages = walkCursor({
      load: (cursor) =>
        api.listOrgInvitation({ limit: PAGE, ...(cursor === undefined ? {} : { starting_after: cursor }) }),
      keyOf: (invitation) => invitation.id,
      endless: nonsense,
    });
    for await (const page of pages) {
      yield isProblem(page)
        ? page
        : page.map(({ id, email, role }) => ({
            inviteId: id,
            email,
            name: undefined,
            role,
            invitedAt: undefined,
            expiresAt: undefined,
          }));
    }
  }

  /** What a refused address is told: how Snyk refuses one that is invited already is not documented, so its list decides. */
  async function whyRefused(email: string, refusal: Problem): Promise<Problem> {
    for await (const page of pending()) {
      if (isProblem(page)) return refusal;
      if (page.some((invite) => invite.email !== undefined && emailKey(invite.email) === emailKey(email))) {
        return problem('already_invited', { provider: 'snyk' });
      }
    }
    return refusal;
  }

  async function inviteOne({ email }: WantedMember, role: string): Promise<readonly InvitedMember[] | Problem> {
    const invitation = await api.createOrgInvitation({ email: email.trim(), role });
    if (!isProblem(invitation)) return [{ email, outcome: 'invited', inviteId: invitation.id, joinUrl: undefined }];
    if (invitation.facts.field === 'email') return [{ email, outcome: invitation }];
    return isRefusal(invitation) ? [{ email, outcome: await whyRefused(email, invitation) }] : invitation;
  }

  return {
    batchSize: 1,
    inviteIds: 'per invite',
    asks: { role: 'required', group: false, appRule: false, names: false, sendEmail: 'always' },

    async invite(rows: readonly WantedMember[], terms: MemberTerms) {
      const [row] = rows;
      if (row === undefined) return [];
      if (rows.length > 1) return problem('provider_rejected', { provider: 'snyk', message: 'one address at a time' });
      return inviteOne(row, terms.roleId ?? '');
    },

    pending,

    async cancel({ inviteId }) {
      const answer = await api.deleteOrgInvitation(inviteId);
      return isProblem(answer) ? answer : 'cancelled';
    },

    roles: async () => roles,
    leastRole,
  };
}

/**
 * Snyk has two roles of its own in an organisation, and Organization Collaborator is the lesser
 * (https://docs.snyk.io/snyk-admin/manage-permissions-and-roles/pre-defined-roles). What a role made by a customer gives, nobody knows.
 */
function leastRole(roles: readonly Choice[]): Choice | undefined {
  return roles.find(({ name }) => /^((org|organi[sz]ation) )?collaborator$/i.test(name.trim()));
}

/** Snyk's own no to this address; what was refused before it was sent has no status. */
function isRefusal({ code, facts }: Problem): boolean {
  const aboutThis = ['provider_rejected', 'already_invited', 'already_member', 'domain_not_allowed'].includes(code);
  return aboutThis && facts.status !== undefined;
}
