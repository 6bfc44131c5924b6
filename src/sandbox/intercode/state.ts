import { type EmulatedAnswer, malformed } from '../provider-server.types.ts';
import type {
  EmulatedMembership,
  EmulatedTeam,
  EmulatedUser,
  IntercodeEmulator,
  IntercodeEmulatorOptions,
  NewPerson,
} from './intercode-emulator.types.ts';

export type State = {
  readonly options: IntercodeEmulatorOptions;
  readonly users: EmulatedUser[];
  readonly teams: EmulatedTeam[];
  readonly memberships: EmulatedMembership[];
  readonly mails: IntercodeEmulator['mails'][number][];
  lastId: number;
};

const numbers = {
  'Access denied': 403,
  'Team not found': 404,
  'User not found': 404,
  'Membership not found': 404,
  'Team is full': 400,
} as const;

/** Refused in the documents' own words. */
export function refuse({ options }: State, message: keyof typeof numbers): EmulatedAnswer {
  const status = options.numbers === 'always 400' ? 400 : numbers[message];
  if (options.faults === 'framework') return { status, body: { statusCode: status, message, error: 'Error' } };
  return { status, body: { message, description: `${message}.`, code: message.toUpperCase().replaceAll(' ', '_') } };
}

/** Refused by the framework's checks, which say one thing for each key. */
export function invalid(...messages: string[]): EmulatedAnswer {
  return { status: 400, body: { statusCode: 400, message: messages, error: 'Bad Request' } };
}

/** What success is where there is nothing else to say. */
export function said(message: string, description: string): EmulatedAnswer {
  return { status: 200, body: { message, description } };
}

/** The keys of a body; none when there is no body, undefined when it is something else. */
export function keysOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (body === undefined) return {};
  if (body === malformed || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  return Object.fromEntries(Object.entries(body));
}

export function nextId(state: State): number {
  state.lastId += 1;
  return state.lastId;
}

/** The user with this e-mail, made when there is none. Whoever has an account keeps the name in it. */
export function userOf(
  state: State,
  { email, firstName = null, lastName = null, phone = null }: NewPerson,
): EmulatedUser {
  const known = state.users.find((user) => user.email.toLowerCase() === email.toLowerCase());
  if (known !== undefined) return known;
  const user: EmulatedUser = {
    id: nextId(state),
    email,
    firstName,
    lastName,
    phone,
    globalRole: 'User',
    currentTeamId: undefined,
    plan: { usersLimit: 5, teamsLimit: 5 },
  };
  state.users.push(user);
  return user;
}

export function membershipOf(state: State, teamId: string | undefined, userId: number): EmulatedMembership | undefined {
  return state.memberships.find((each) => each.teamId === teamId && each.userId === userId);
}

export function join(state: State, teamId: string, person: NewPerson, how: 'member' | 'invited'): EmulatedMembership {
  const user = userOf(state, person);
  if (membershipOf(state, teamId, user.id) !== undefined) throw new Error(`${person.email} is in ${teamId} already`);
  const membership = { id: nextId(state), userId: user.id, teamId, role: person.role ?? 'Viewer' };
  const joined: EmulatedMembership = { ...membership, invitationAccepted: how === 'member' };
  state.memberships.push(joined);
  if (joined.invitationAccepted) user.currentTeamId ??= teamId;
  return joined;
}

export function remove(state: State, membership: EmulatedMembership): void {
  state.memberships.splice(state.memberships.indexOf(membership), 1);
}

export function mail(state: State, userId: number, about: 'invited' | 'new owner', teamId: string): void {
  const to = state.users.find(({ id }) => id === userId)?.email ?? '';
  state.mails.push({ to, about, teamId });
}
