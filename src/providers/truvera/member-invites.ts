import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { walkPages } from '../offset-pages.ts';
import type { InvitedMember, MemberInvites, Members, NamedInvite, PendingInvite } from '../provider.ts';
import type { TruveraApi } from './api.ts';
import { truveraInvite } from './invite.ts';
import { routes } from './routes.ts';
import type { Invitation } from './schema.ts';

/** Truvera names no limit. This many fit on one page of the list they are read back from. */
const BATCH = 50;

/** Inviting to the Truvera team, in our words; the contract is in provider.ts. */
export function truveraMemberInvites(api: TruveraApi, members: Members): MemberInvites {
  async function* invitations(status?: 'pending'): AsyncGenerator<readonly Invitation[] | Problem> {
    yield* walkPages({
      ...routes.listInvitations.page,
      // Bare arrays without a total.
      load: async (offset, limit) => {
        const items = await api.listInvitations({ offset, limit }, status === undefined ? {} : { status });
        return isProblem(items) ? items : { items, count: undefined };
      },
      keyOf: (invitation) => invitation.id,
      endless: problem('provider_nonsense', { provider: 'truvera' }),
    });
  }

  async function* pending(): AsyncGenerator<readonly PendingInvite[] | Problem> {
    for await (const page of invitations('pending')) {
      // The filter is free text at Truvera: what it lets through is looked at again.
      yield isProblem(page) ? page : page.filter(isPending).map(pendingOf);
    }
  }

  /** Truvera does not document what it says of an invitation that is taken or cancelled already: its list decides. */
  async function whyRefused({ inviteId }: NamedInvite, refusal: Problem): Promise<Problem> {
    for await (const page of invitations()) {
      if (isProblem(page)) return refusal;
      const found = page.find((invitation) => invitation.id === inviteId);
      if (found !== undefined)
        return isPending(found) ? refusal : problem('provider_not_found', { provider: 'truvera' });
    }
    return refusal;
  }

  async function act<Done extends string>(
    invite: NamedInvite,
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
      return problem('provider_rejected', { provider: 'truvera', message: `more than ${BATCH} addresses at a time` });
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
