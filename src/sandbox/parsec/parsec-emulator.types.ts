import type { EmulatedTrouble, ProviderServer } from '../provider-server.types.ts';
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

export type { EmulatedInvite, EmulatedMachine, EmulatedMail } from './emulated.types.ts';

/** One scripted trouble; `operation` is a name of the documents, or `*` for any. */
export type ParsecTrouble = EmulatedTrouble;

/** What the Parsec emulator offers to the sandbox page and to the tests; clients only ever use its HTTP side. */
export type ParsecEmulator = ProviderServer & ParsecTeam & ParsecHands;

/** What the team holds. */
export type ParsecTeam = {
  readonly teamId: string;
  /** A key with every permission. */
  readonly apiKey: string;
  readonly machines: EmulatedMachine[];
  readonly members: EmulatedMember[];
  /** Cancelled ones too; see hidden.cancelled. */
  readonly invites: readonly EmulatedInvite[];
  readonly mails: readonly EmulatedMail[];
  credits: number;
  readonly groups: readonly EmulatedGroup[];
  readonly permissions: readonly EmulatedPermission[];
  /** The first is the rule 'Default'. */
  readonly appRules: readonly EmulatedAppRule[];
  /** Those that wait, and those that are over and were neither taken nor cancelled. */
  readonly teamInvites: readonly EmulatedTeamInvite[];
  readonly teamMails: readonly EmulatedTeamMail[];
  /** The audit log, oldest first. */
  readonly events: readonly EmulatedEvent[];
  readonly relays: readonly EmulatedRelay[];
};

/** What people do at Parsec past the API: in the dashboard, on their machines, as guests and as members. */
export type ParsecHands = {
  /** Makes a key that has only these permissions (the names of the documents, e.g. 'View Guest Access Links'). */
  addKey(permissions: readonly string[]): string;
  addMachine(machine: { name: string; online?: boolean; guestAccess?: boolean }): EmulatedMachine;
  addMember(member: {
    name: string;
    email: string;
    isAdmin?: boolean;
    isOwner?: boolean;
    hasApiKeys?: boolean;
  }): EmulatedMember;
  addGroup(group: { name: string; allowConnections?: boolean }): EmulatedGroup;
  /** Members of the first group may connect to the machines assigned to the other. */
  addPermission(groups: { from: number; to: number }): EmulatedPermission;
  addAppRule(rule: { name: string }): EmulatedAppRule;
  addRelay(relay: { name: string; address: string }): EmulatedRelay;
  /** As somebody would in Parsec's own dashboard. */
  readonly dashboard: {
    createInvite(
      invite: Partial<Omit<EmulatedInvite, 'hidden'>> & { host_peer_id: string; guest_email: string },
    ): EmulatedInvite;
    changeInvite(
      id: string,
      change: Partial<
        Pick<EmulatedInvite, 'starts_at' | 'expires_at' | 'keyboard' | 'mouse' | 'gamepad' | 'host_peer_id'>
      >,
    ): void;
    cancelInvite(id: string): void;
    inviteMember(email: string): EmulatedTeamInvite;
    cancelMemberInvite(email: string): void;
  };
  /** The guest connects to, or leaves, the host through the invite. */
  guestConnects(inviteId: string): void;
  guestLeaves(inviteId: string): void;
  /** Whoever was invited follows the link, and is a member with the group, the rule and the machine that waited. */
  memberJoins(email: string): EmulatedMember;
  /** A member connects to a machine, with one more device. */
  memberConnects(machineId: string, userId: number): void;
};

/** Choices where the documents leave room; each default is the documents' own wording or the strict reading. */
export type ParsecEmulatorOptions = {
  readonly now: () => number;
  readonly port?: number;
  readonly teamId?: string;
  readonly apiKey?: string;
  readonly credits?: number;
  /** Answer guest invites bare instead of `{data}`. Default: wrapped. */
  readonly bareInvites?: boolean;
  /** Answer everything bare: objects without `{data}`, lists as plain arrays. Not the audit log, whose cursor needs a place. */
  readonly bare?: boolean;
  /** The key of the link on an invite, as member invites call theirs unless told [assumed]: no document promises a link, so it can be none. */
  readonly linkKey?: 'join_url' | 'link' | 'url' | 'none';
  /** What stands in front of every link: the emulator's own URL unless told, so that whoever opens one leaves this machine nowhere [assumed]. */
  readonly linkBase?: string;
  /** Status for a key that lacks the permission. Default 403. */
  readonly missingPermissionStatus?: 401 | 403;
  /** 201 for creates instead of 200. */
  readonly createdStatus?: 200 | 201;
  /** The five-day window of the dashboard, enforced with 400 (default true). */
  readonly enforceFiveDays?: boolean;
  /** Whether cancelled invites leave the list and answer 404 (default true). */
  readonly cancelledVanish?: boolean;
  /** Send Retry-After on 429. Default off: no document names it. */
  readonly retryAfter?: boolean;
  /** How many members and invites that wait the plan has room for. Unlimited unless given; an invite beyond it is a 400. */
  readonly seats?: number;
  /** A team that signs in with SAML: it cannot resend invites, and may mail who is removed. */
  readonly saml?: boolean;
  /**
   * A list of addresses of which one does not fit (a member, invited already, never invited): by default it is refused as a whole,
   * with this the others are carried out and that one is left out of the answer. No document says.
   */
  readonly partialBatches?: boolean;
  /** What `next_cursor` is on the last page of the audit log: no document says. Left out unless told. */
  readonly lastCursor?: 'absent' | 'null' | 'empty' | 'repeated';
  /** Puts the two ways to cancel invites, and the two to add members to a group, each where the other is by default. */
  readonly twinsSwapped?: boolean;
};
