import type {
  EmulatedAppRule,
  EmulatedEvent,
  EmulatedGroup,
  EmulatedInvite,
  EmulatedMachine,
  EmulatedMail,
  EmulatedMember,
  EmulatedPermission,
  EmulatedRelay,
  EmulatedTeamInvite,
  EmulatedTeamMail,
} from './emulated.types.ts';
import { ksuid } from './ksuid.ts';
import type { ParsecEmulatorOptions } from './parsec-emulator.types.ts';

/** An invite as the emulator holds it; the hidden part never goes over the wire. */
export type HeldInvite = Omit<EmulatedInvite, 'hidden'> & {
  hidden: { charged: boolean; used: boolean; connected: boolean; cancelled: boolean; settled: boolean };
};

export type State = {
  readonly options: ParsecEmulatorOptions;
  readonly teamId: string;
  readonly machines: EmulatedMachine[];
  readonly members: EmulatedMember[];
  readonly invites: HeldInvite[];
  readonly mails: EmulatedMail[];
  credits: number;
  /** In front of every link that lets somebody in. */
  linkBase: string;
  readonly groups: EmulatedGroup[];
  readonly permissions: EmulatedPermission[];
  readonly appRules: EmulatedAppRule[];
  readonly teamInvites: EmulatedTeamInvite[];
  readonly teamMails: EmulatedTeamMail[];
  readonly events: EmulatedEvent[];
  readonly relays: EmulatedRelay[];
  /** Users and groups are numbered. */
  readonly next: { userId: number; groupId: number };
};

/** A team with nobody in it, and the rule every team has. */
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

/** What time alone does: an invite that is over drops its guest, and gives its credit back if it was never used. */
export function settle(state: State): void {
  const now = state.options.now();
  for (const invite of state.invites) {
    if (invite.hidden.settled || now < Date.parse(invite.expires_at)) continue;
    invite.hidden.settled = true;
    invite.hidden.connected = false;
    refund(state, invite);
  }
}

export function refund(state: State, invite: HeldInvite): void {
  if (!invite.hidden.charged || invite.hidden.used) return;
  invite.hidden.charged = false;
  state.credits += 1;
}

/** Invites that a list or a read still shows. */
export function visible(state: State): HeldInvite[] {
  return state.options.cancelledVanish === false
    ? state.invites
    : state.invites.filter((invite) => !invite.hidden.cancelled);
}

/** An invite by its id, cancelled or not; throws when there is none. */
export function heldInvite(state: State, id: string): HeldInvite {
  settle(state);
  const invite = state.invites.find((each) => each.id === id);
  if (invite === undefined) throw new Error(`there is no invite ${id}`);
  return invite;
}

/** A guest who is a member of the team costs no credit. */
export function isMember(state: State, email: string): boolean {
  return state.members.some((member) => sameAddress(member.email, email));
}

export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function machineOf(state: State, id: string): EmulatedMachine | undefined {
  return state.machines.find((each) => each.id === id || each.peer_id === id);
}

/** What goes over the wire of something held. */
export function shown<Held extends { readonly hidden: unknown }>(held: Held): Omit<Held, 'hidden'> {
  const { hidden: _, ...rest } = held;
  return rest;
}
