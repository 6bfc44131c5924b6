import { defined } from '../../domain/defined.ts';
import { mapPages, type Pages } from '../../domain/pages.ts';
import { isProblem, onSuccess, type Problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import { walkCursor } from '../cursor-pages.ts';
import type { InvitedMember, Invitee, MemberInvites, MemberTerms, PendingInvite } from '../provider.ts';
import type { Choice } from '../team-operation.ts';
import type { SnykApi } from './api.ts';
import { snykProblem } from './problems.ts';
import type { Invitation } from './schema.ts';

/** Snyk: the longest page. */
const PAGE = 100;

/** Inviting to a Snyk organization, in Guestlist's terms; the contract is in provider.ts. */
export function snykMemberInvites(api: SnykApi, roles: readonly Choice[]): MemberInvites {
  function pending(): Pages<PendingInvite> {
    const pages = walkCursor({
      load: (cursor) => api.listOrgInvitation({ limit: PAGE, ...defined({ starting_after: cursor }) }),
      keyOf: (invitation) => invitation.id,
      endless: snykProblem('provider_nonsense'),
    });
    return mapPages(pages, (page) => page.map(pendingOf));
  }

  /** Why Snyk refused an address. How it refuses one that is already invited is not documented, so its list decides. */
  async function whyRefused(email: string, refusal: Problem): Promise<Problem> {
    for await (const page of pending()) {
      if (isProblem(page)) return refusal;
      if (page.some((invite) => invite.email !== undefined && emailKey(invite.email) === emailKey(email))) {
        return snykProblem('already_invited');
      }
    }
    return refusal;
  }

  async function inviteOne({ email }: Invitee, role: string): Promise<readonly InvitedMember[] | Problem> {
    const invitation = await api.createOrgInvitation({ email: email.trim(), role });
    if (!isProblem(invitation)) return [{ email, outcome: 'invited', inviteId: invitation.id, joinUrl: undefined }];
    if (invitation.facts.field === 'email') return [{ email, outcome: invitation }];
    return isRefusal(invitation) ? [{ email, outcome: await whyRefused(email, invitation) }] : invitation;
  }

  return {
    batchSize: 1,
    inviteIds: 'per invite',
    asks: { role: 'required', group: false, appRule: false, names: false, sendEmail: 'always' },

    async invite(rows: readonly Invitee[], terms: MemberTerms) {
      const [row] = rows;
      if (row === undefined) return [];
      if (rows.length > 1) return snykProblem('provider_rejected', { message: 'one address at a time' });
      return inviteOne(row, terms.roleId ?? '');
    },

    pending,

    cancel: ({ inviteId }) => onSuccess(api.deleteOrgInvitation(inviteId), () => 'cancelled'),

    roles: async () => roles,
    leastRole,
  };
}

function pendingOf({ id, email, role }: Invitation): PendingInvite {
  return { inviteId: id, email, name: undefined, role, invitedAt: undefined, expiresAt: undefined };
}

/**
 * Snyk has two roles of its own in an organization, and Organization Collaborator is the lesser
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
