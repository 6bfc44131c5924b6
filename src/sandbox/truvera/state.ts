import { randomUUID } from 'node:crypto';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { Refused } from '../refused.ts';
import type {
  EmulatedTeam,
  EmulatedTeamInvitation,
  EmulatedTeamMember,
  TruveraEmulator,
  TruveraEmulatorOptions,
} from './truvera-emulator.types.ts';

export type State = {
  readonly options: TruveraEmulatorOptions;
  readonly team: EmulatedTeam;
  readonly members: EmulatedTeamMember[];
  readonly invitations: EmulatedTeamInvitation[];
  readonly mails: TruveraEmulator['mails'][number][];
  invitesLeft: number | undefined;
};

/** Refuses with the error body of the documents: `{status, type, message}`. */
export function refuse(status: number, message: string, headers: EmulatedAnswer['headers'] = {}): never {
  const types: Readonly<Record<number, string>> = { 400: 'BadRequest', 401: 'Unauthorized', 402: 'PaymentRequired' };
  throw new Refused({ status, body: { status, type: types[status] ?? 'Error', message }, headers });
}

/** The response of a success without data. */
export const done: EmulatedAnswer = { status: 200, body: { code: 1 } };

/** A whole page of a bare array: `offset` from 0 on, `limit` 1 to 64, both with a default. */
export function pageOf(items: readonly unknown[], query: Readonly<Record<string, string>>): EmulatedAnswer {
  const { offset = '0', limit = '64' } = query;
  if (!/^\d{1,9}$/.test(offset)) refuse(400, 'offset must be an integer >= 0');
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1 || Number(limit) > 64) {
    refuse(400, 'limit must be an integer from 1 to 64');
  }
  return { status: 200, body: items.slice(Number(offset), Number(offset) + Number(limit)) };
}

export function addMember(state: State, member: Omit<EmulatedTeamMember, 'id'>): EmulatedTeamMember {
  const added = { id: 1 + Math.max(100, ...state.members.map(({ id }) => id)), ...member };
  state.members.push(added);
  return added;
}

export function invite(state: State, email: string): EmulatedTeamInvitation {
  const id = 5001 + state.invitations.length;
  const hidden = { token: randomUUID(), resentAt: undefined };
  const invitation: EmulatedTeamInvitation = { id, email, status: 'pending', hidden };
  state.invitations.push(invitation);
  state.mails.push({ to: email, about: 'invited', invitationId: id });
  return invitation;
}

export function accept(state: State, invitation: EmulatedTeamInvitation): void {
  invitation.status = 'accepted';
  addMember(state, { name: invitation.email.split('@')[0] ?? '', email: invitation.email, role: 'member' });
}

/** The team in a response, with only the name of its settings. */
export function shownTeam({ team, members }: State): object {
  return { id: team.id, team_owner_id: members.find(({ role }) => role === 'owner')?.id, name: team.name };
}
