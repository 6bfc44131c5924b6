import type { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { Refused } from '../refused.ts';
import { sameEmail } from '../same-email.ts';
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

/** Refuses with the documented message. */
export function refuse({ options }: State, message: keyof typeof numbers): never {
  const status = options.numbers === 'always 400' ? 400 : numbers[message];
  const kit = { message, description: `${message}.`, code: message.toUpperCase().replaceAll(' ', '_') };
  const body = options.faults === 'framework' ? { statusCode: status, message, error: 'Error' } : kit;
  throw new Refused({ status, body });
}

/** Refuses as the framework's validation does, with one message per key. */
export function refuseKeys(...messages: string[]): never {
  throw new Refused({ status: 400, body: { statusCode: 400, message: messages, error: 'Bad Request' } });
}

/** The response of a success without data. */
export function said(message: string, description: string): EmulatedAnswer {
  return { status: 200, body: { message, description } };
}

/** The body of a request, or its refusal. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const read = schema.safeParse(body);
  return read.success ? read.data : refuseKeys(...read.error.issues.map(({ message }) => message));
}

export function nextId(state: State): number {
  state.lastId += 1;
  return state.lastId;
}

/** The user with this email, created if needed. An existing account keeps its name. */
export function userOf(
  state: State,
  { email, firstName = null, lastName = null, phone = null }: NewPerson,
): EmulatedUser {
  const known = state.users.find((user) => sameEmail(user.email, email));
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
