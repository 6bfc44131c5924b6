import { defined } from '../../domain/defined.ts';
import { mapPages, type Pages } from '../../domain/pages.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { uncounted, walkPages } from '../offset-pages.ts';
import type { InvitedMember, InviteRef, MemberInvites, Members, PendingInvite } from '../provider.ts';
import type { TruveraApi } from './api.ts';
import { truveraInvite } from './invite.ts';
import { truveraProblem } from './problems.ts';
import { pageSize } from './routes.ts';
import type { Invitation } from './schema.ts';

/** Truvera names no limit. This many fit on one page of the list they are read back from. */
const BATCH = 50;

/** Inviting to the Truvera team, in Guestlist's terms; the contract is in provider.ts. */
export function truveraMemberInvites(api: TruveraApi, members: Members): MemberInvites {
  function invitations(status?: 'pending'): Pages<Invitation> {
    return walkPages({
      ...pageSize,
      // Bare arrays without a total.
      load: (offset, limit) => uncounted(api.listInvitations({ offset, limit }, defined({ status }))),
      keyOf: (invitation) => invitation.id,
      endless: truveraProblem('provider_nonsense'),
    });
  }

  // The filter is free text at Truvera, so its result is filtered again.
  const pending = () => mapPages(invitations('pending'), (page) => page.filter(isPending).map(pendingOf));

  /** Truvera does not document what it says of an invitation that is taken or cancelled already: its list decides. */
  async function whyRefused({ inviteId }: InviteRef, refusal: Problem): Promise<Problem> {
    for await (const page of invitations()) {
      if (isProblem(page)) return refusal;
      const found = page.find((invitation) => invitation.id === inviteId);
      if (found !== undefined) return isPending(found) ? refusal : truveraProblem('provider_not_found');
    }
    return refusal;
  }

  async function act<Done extends string>(
    invite: InviteRef,
    operation: (invitationId: string) => Promise<'done' | Problem>,
    outcome: Done,
  ): Promise<Done | Problem> {
    const answer = await operation(invite.inviteId);
    if (!isProblem(answer)) return outcome;
    return answer.code === 'provider_rejected' ? whyRefused(invite, answer) : answer;
  }

  return {
    batchSize: BATCH,
    inviteIds: 'per invite',
    asks: { role: 'none', group: false, appRule: false, names: false, sendEmail: 'always' },

    async invite(rows): Promise<readonly InvitedMember[] | Problem> {
      if (rows.length <= BATCH) return truveraInvite({ api, pending, members }, rows);
      return truveraProblem('provider_rejected', { message: `more than ${BATCH} addresses at a time` });
    },

    pending,
    cancel: (invite) => act(invite, api.cancelInvitation, 'cancelled'),
    resend: (invite) => act(invite, api.resendInvitation, 'resent'),
  };
}

function isPending({ status }: Invitation): boolean {
  return status === undefined || status === 'pending';
}

function pendingOf({ id, email }: Invitation): PendingInvite {
  return { inviteId: id, email, name: undefined, role: undefined, invitedAt: undefined, expiresAt: undefined };
}
