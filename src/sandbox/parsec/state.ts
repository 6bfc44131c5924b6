import { sameEmail } from '../same-email.ts';
import { ksuid } from './ksuid.ts';
import type {
  EmulatedInvite,
  EmulatedMachine,
  ParsecEmulatorOptions,
  ParsecTeam,
  Visibility,
} from './parsec-emulator.types.ts';

export type State = Omit<ParsecTeam, 'apiKey'> & {
  readonly options: ParsecEmulatorOptions;
  /** Prefix of every link that lets somebody in. */
  linkBase: string;
  /** Users and groups are numbered. */
  readonly next: { userId: number; groupId: number };
};

/** A team without members, with the rule every team has. */
export function emptyTeam(options: ParsecEmulatorOptions): State {
  return {
    options,
    teamId: options.teamId ?? ksuid(),
    machines: [],
    members: [],
    invites: [],
    mails: [],
    credits: options.credits ?? 12,
    linkBase: options.linkBase ?? '',
    groups: [],
    permissions: [],
    appRules: [{ id: `tar_${ksuid()}`, name: 'Default' }],
    teamInvites: [],
    teamMails: [],
    events: [],
    relays: [],
    next: { userId: 1000, groupId: 1 },
  };
}

/** RFC 3339; sub-second digits only when there are any. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** Invites that lists and reads return. */
export function visible(state: State): EmulatedInvite[] {
  return state.options.cancelledVanish === false
    ? state.invites
    : state.invites.filter((invite) => !invite.hidden.cancelled);
}

/** A guest who is a member of the team costs no credit. */
export function isMember(state: State, email: string): boolean {
  return state.members.some((member) => sameEmail(member.email, email));
}

export function hasGroup(state: State, id: number): boolean {
  return state.groups.some((group) => group.id === id);
}

export function machineOf(state: State, id: string): EmulatedMachine | undefined {
  return state.machines.find((each) => each.id === id || each.peer_id === id);
}

/** An object without its hidden part, as it goes over the wire. */
export function shown<Held extends { readonly hidden: unknown }>(held: Held): Omit<Held, 'hidden'> {
  const { hidden: _, ...rest } = held;
  return rest;
}

/** One value for each flag of what a group shows. */
export function showsOf<Value>(value: Value): { [key in keyof Visibility]: Value } {
  return {
    show_group_assigned_managed_hosts: value,
    show_user_assigned_managed_hosts: value,
    show_personal_hosts: value,
  };
}
