import { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { sameEmail } from '../same-email.ts';
import type { EmulatedMembership, EmulatedUser } from './intercode-emulator.types.ts';
import { join, mail, membershipOf, readBody, refuse, refuseKeys, remove, type State, said } from './state.ts';

/** The roles for invites. */
export function rolesOf({ options }: State): readonly string[] {
  return options.roles ?? ['Viewer', 'Manager', 'Owner'];
}

/** Every key is required; null is a value. */
const Invitation = z.object({
  email: z.email('email must be an email'),
  firstName: z.string('firstName must be a string').nullable(),
  lastName: z.string('lastName must be a string').nullable(),
  phone: z.string('phone must be a string').nullable(),
  role: z.string('role must be a string'),
  teamId: z.string('teamId must be a string').nullable(),
});

const noMembership = 'membershipId must be a number';
const Cancellation = z.object({ membershipId: z.number(noMembership).optional() }, noMembership).prefault({});

/** Returns no id. Owners invite anybody, managers anybody but owners. */
export function createInvitation(state: State, actor: EmulatedUser, body: unknown): EmulatedAnswer {
  const { teamId, ...person } = readBody(Invitation, body);
  if (!rolesOf(state).includes(person.role)) {
    refuseKeys(`role must be one of the following values: ${rolesOf(state).join(', ')}`);
  }
  const team = state.teams.find(({ id }) => id === (teamId ?? actor.currentTeamId));
  const own = membershipOf(state, team?.id, actor.id);
  const may = own?.role === 'Owner' || (own?.role === 'Manager' && person.role !== 'Owner');
  if (team === undefined || own?.invitationAccepted !== true || !may) refuse(state, 'Access denied');

  const sent = said('Invitation email sent', 'Wait for the invited person to finish their registration.');
  const known = state.users.find(({ email }) => sameEmail(email, person.email));
  const there = known && membershipOf(state, team.id, known.id);
  if (there !== undefined) {
    if (state.options.duplicates === 'pass over') return sent;
    refuseKeys(there.invitationAccepted ? 'User is already a member of this team' : 'User is already invited');
  }
  if (state.memberships.filter((each) => each.teamId === team.id).length >= team.usersLimit) {
    refuse(state, 'Team is full');
  }
  const { userId } = join(state, team.id, person, 'invited');
  mail(state, userId, 'invited', team.id);
  return sent;
}

/** By team, as the token's owner. */
export function acceptInvitation(state: State, actor: EmulatedUser, teamId: string): EmulatedAnswer {
  requireInvited(state, actor, teamId).invitationAccepted = true;
  actor.currentTeamId ??= teamId;
  return said('Invitation accepted successfully', 'You have accepted the invitation successfully.');
}

/** By team, as the token's owner. */
export function declineInvitation(state: State, actor: EmulatedUser, teamId: string): EmulatedAnswer {
  remove(state, requireInvited(state, actor, teamId));
  return said('Invitation declined successfully', 'You have declined the invitation successfully.');
}

function requireInvited(state: State, actor: EmulatedUser, teamId: string): EmulatedMembership {
  const membership = membershipOf(state, teamId, actor.id);
  return membership?.invitationAccepted === false ? membership : refuse(state, 'Membership not found');
}

/** By user, in the team of the token. */
export function cancelInvitation(state: State, actor: EmulatedUser, userId: string, body: unknown): EmulatedAnswer {
  if (!/^\d+$/.test(userId)) refuseKeys('Validation failed (numeric string is expected)');
  const { membershipId } = readBody(Cancellation, body);
  const membership = membershipOf(state, actor.currentTeamId, Number(userId));
  const isMeant = membershipId === undefined || membershipId === membership?.id;
  const may = membership?.invitationAccepted === false || state.options.cancelOfMember === 'removes';
  if (membership === undefined || !isMeant || !may) refuse(state, 'User not found');
  remove(state, membership);
  return said('Invitation cancelled successfully', 'The invitation has been cancelled successfully.');
}
