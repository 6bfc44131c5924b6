import type { EmulatorOptions, ProviderServer } from '../provider-server.types.ts';

/** `hidden` parts are not on the wire. */
export type EmulatedMachine = {
  id: string;
  peer_id: string;
  name: string;
  /** The member it is assigned to. */
  user_id: number | null;
  team_group_ids: number[];
  /** The address it is reserved for, until that person joins. */
  email: string | null;
  team_app_rule_id: string | null;
  is_online: boolean;
  is_guest_access: boolean;
  /** The connected members, one entry per device. */
  readonly hidden: { connected: number[] };
};

export type EmulatedMember = {
  user_id: number;
  name: string;
  email: string;
  is_admin: boolean;
  group_ids: number[];
  team_app_rule_id: string | null;
  readonly hidden: { readonly isOwner: boolean; hasApiKeys: boolean };
};

export type EmulatedInvite = {
  id: string;
  team_id: string;
  host_peer_id: string;
  guest_email: string;
  event_name: string;
  keyboard: boolean;
  mouse: boolean;
  gamepad: boolean;
  time_zone: string;
  starts_at: string;
  expires_at: string;
  message: string;
  created_at: string;
  /** Not on the wire. `charged`: a credit was taken; `used`: the guest connected once; `settled`: its end was processed. */
  readonly hidden: { charged: boolean; used: boolean; connected: boolean; cancelled: boolean; settled: boolean };
};

/** An email to a guest. */
export type EmulatedMail = {
  readonly to: string;
  readonly about: 'invited' | 'updated' | 'cancelled';
  readonly inviteId: string;
};

/** An email to a person who joins or leaves the team. */
export type EmulatedTeamMail = { readonly to: string; readonly about: 'invited' | 'invited again' | 'password reset' };

/** Which machines members of a group see. */
export type Visibility = {
  show_group_assigned_managed_hosts: boolean;
  show_user_assigned_managed_hosts: boolean;
  show_personal_hosts: boolean;
};

export type EmulatedGroup = Visibility & { id: number; name: string; allow_connections_within_group: boolean };

/** Members of `from` may connect to machines of `to`: outgoing for `from`, incoming for `to`. */
export type EmulatedPermission = Visibility & { readonly from: number; readonly to: number };

export type EmulatedAppRule = { readonly id: string; name: string };

/** Identified by email. Expires after a week, unless it is resent. */
export type EmulatedTeamInvite = {
  email: string;
  join_url: string;
  group_id: number | null;
  team_app_rule_id: string | null;
  created_at: string;
  expires_at: string;
};

export type EmulatedEvent = {
  /** A KSUID, which sorts by time. */
  readonly id: string;
  readonly team_id: string;
  /** Who did it; null when it was an API key. */
  readonly user_id: number | null;
  readonly email: string | null;
  readonly event_name: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type EmulatedRelay = { readonly id: string; readonly name: string; readonly address: string };

/** The Parsec emulator as the sandbox page and the tests use it; clients use only its HTTP side. */
export type ParsecEmulator = ProviderServer & ParsecTeam & ParsecActions;

/** The state of the team. */
export type ParsecTeam = {
  readonly teamId: string;
  /** A key with every permission. */
  readonly apiKey: string;
  readonly machines: EmulatedMachine[];
  readonly members: EmulatedMember[];
  /** With cancelled ones; see hidden.cancelled. */
  readonly invites: EmulatedInvite[];
  readonly mails: EmulatedMail[];
  credits: number;
  readonly groups: EmulatedGroup[];
  readonly permissions: EmulatedPermission[];
  /** The first is the rule 'Default'. */
  readonly appRules: EmulatedAppRule[];
  /** Pending ones, and expired ones that were neither accepted nor cancelled. */
  readonly teamInvites: EmulatedTeamInvite[];
  readonly teamMails: EmulatedTeamMail[];
  /** The audit log, oldest first. */
  readonly events: EmulatedEvent[];
  readonly relays: EmulatedRelay[];
};

/** What people do at Parsec without the API: in the dashboard, as guests and as members. */
export type ParsecActions = {
  /** Creates a key with only these documented permissions, e.g. 'View Guest Access Links'. */
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
  /** As in Parsec's own dashboard. */
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
    /** Turns a machine on or off, allows guests on it or not, or renames it. */
    changeMachine(id: string, change: { is_online?: boolean; is_guest_access?: boolean; name?: string }): void;
    buyCredits(count: number): void;
    inviteMember(email: string): EmulatedTeamInvite;
    cancelMemberInvite(email: string): void;
  };
  /** The guest connects or disconnects. */
  guestConnects(inviteId: string): void;
  /** The guest tries to connect, and fails. */
  guestFails(inviteId: string): void;
  guestLeaves(inviteId: string): void;
  /** The invited person follows the link, and becomes a member with the group, the rule and the reserved machine. */
  memberJoins(email: string): EmulatedMember;
  /** A member connects to a machine with another device. */
  memberConnects(machineId: string, userId: number): void;
};

/** Variants where the documents leave room; the defaults follow the documents or their strict reading. */
export type ParsecEmulatorOptions = EmulatorOptions & {
  readonly teamId?: string;
  readonly apiKey?: string;
  readonly credits?: number;
  /** Return guest invites bare instead of in `{data}`. */
  readonly bareInvites?: boolean;
  /** Return everything bare, except the audit log with its cursor. */
  readonly bare?: boolean;
  /** The key of an invite's link, [assumed] the same as for member invites. No document promises one, so there may be none. */
  readonly linkKey?: 'join_url' | 'link' | 'url' | 'none';
  /** The prefix of every link, the emulator's own URL by default. */
  readonly linkBase?: string;
  /** Status for a key that lacks the permission. Default 403. */
  readonly missingPermissionStatus?: 401 | 403;
  /** 201 for creates instead of 200. */
  readonly createdStatus?: 200 | 201;
  /** Enforce the dashboard's limit of five days (default true). */
  readonly enforceFiveDays?: boolean;
  /** Whether cancelled invites leave the list and answer 404 (default true). */
  readonly cancelledVanish?: boolean;
  /** Send Retry-After on 429. Default off: no document names it. */
  readonly retryAfter?: boolean;
  /** The plan's seats for members and pending invites. Unlimited by default; more invites get 400. */
  readonly seats?: number;
  /** A team with SAML cannot resend invites, and emails removed members on request. */
  readonly saml?: boolean;
  /**
   * What happens with a batch with an invalid address (a member, already invited, never invited). By default it is refused as a whole;
   * with this, that address is skipped. Not documented.
   */
  readonly partialBatches?: boolean;
  /** The `next_cursor` on the last page of the audit log, absent by default. Not documented. */
  readonly lastCursor?: 'absent' | 'null' | 'empty' | 'repeated';
  /** How long after it happened an event is in the audit log. Default at once: no document names a delay. */
  readonly auditLogDelayMs?: number;
  /** Swaps the paths of the two operations that cancel invites, and of the two that add members to a group. */
  readonly twinsSwapped?: boolean;
};
