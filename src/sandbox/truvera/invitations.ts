import { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { sameEmail } from '../same-email.ts';
import { accept, done, invite, pageOf, refuse, type State, shownTeam } from './state.ts';
import type { EmulatedTeamInvitation } from './truvera-emulator.types.ts';

const DAY_MS = 86_400_000;

type Query = Readonly<Record<string, string>>;

const Invitees = z.object({ emails: z.array(z.email()) });
const Acceptance = z.object({ accept_invitation_token: z.string() });

/** All or none. Returns no ids. */
export function sendInvitations(state: State, body: unknown): EmulatedAnswer {
  const read = Invitees.safeParse(body);
  if (!read.success) refuse(400, 'emails must be an array of email addresses');
  const { emails } = read.data;
  const isMember = (email: string) => state.members.some((member) => sameEmail(member.email, email));
  const isInvited = (email: string) => waiting(state).some((invitation) => sameEmail(invitation.email, email));
  const duplicates = state.options.duplicates ?? 'refuse';
  const known = emails.find((email) => isMember(email) || isInvited(email));
  if (duplicates === 'refuse' && known !== undefined) {
    refuse(400, isMember(known) ? `${known} is already a member` : `${known} is already invited`);
  }
  const wanted = duplicates === 'repeat' ? emails : emails.filter((email) => !isMember(email) && !isInvited(email));
  if (state.invitesLeft !== undefined) {
    if (wanted.length > state.invitesLeft) {
      refuse(402, 'Transaction limit reached or upgrade required to proceed');
    }
    state.invitesLeft -= wanted.length;
  }
  for (const email of wanted) invite(state, email);
  return done;
}

/** Filters by status if one is given. */
export function listInvitations(state: State, query: Query): EmulatedAnswer {
  const found = state.invitations.filter(({ status }) => query.status === undefined || query.status === status);
  return pageOf(
    found.map(({ id, email, status }) => ({ id, email, status })),
    query,
  );
}

/** Once a day. */
export function resendInvitation(state: State, id: string): EmulatedAnswer {
  const invitation = requirePending(state, id);
  const now = state.options.now();
  const { resentAt } = invitation.hidden;
  if (resentAt !== undefined && now - resentAt < DAY_MS) {
    refuse(400, 'An invitation can be resent once a day');
  }
  invitation.hidden.resentAt = now;
  state.mails.push({ to: invitation.email, about: 'resent', invitationId: invitation.id });
  return done;
}

export function cancelInvitation(state: State, id: string): EmulatedAnswer {
  requirePending(state, id).status = 'canceled';
  return done;
}

/** Takes the token from the email. */
export function acceptInvitation(state: State, body: unknown): EmulatedAnswer {
  const token = Acceptance.safeParse(body).data?.accept_invitation_token;
  const invitation = waiting(state).find((each) => each.hidden.token === token);
  accept(state, invitation ?? refuse(400, 'Error accepting the invitation'));
  return { status: 200, body: shownTeam(state) };
}

function requirePending(state: State, id: string): EmulatedTeamInvitation {
  const invitation = state.invitations.find((each) => String(each.id) === id);
  if (invitation?.status === 'pending') return invitation;
  const isSettled = invitation !== undefined && state.options.settled === 400;
  return isSettled ? refuse(400, 'Application error') : refuse(404, 'Invitation not found');
}

function waiting(state: State): EmulatedTeamInvitation[] {
  return state.invitations.filter(({ status }) => status === 'pending');
}
