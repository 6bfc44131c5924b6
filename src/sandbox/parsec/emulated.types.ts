/** Ids of a member's devices that are connected are not on the wire; nor is anything else that is `hidden`. */
export type EmulatedMachine = {
  id: string;
  peer_id: string;
  name: string;
  /** The member it is assigned to. */
  user_id: number | null;
  team_group_ids: number[];
  /** For whom it is reserved until somebody joins with this address. */
  email: string | null;
  team_app_rule_id: string | null;
  is_online: boolean;
  is_guest_access: boolean;
  /** Which members are connected, one entry for each device. */
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
  /** Not on the wire: whether a credit was taken, whether the guest ever connected, is connected now, was cancelled. */
  readonly hidden: { charged: boolean; used: boolean; connected: boolean; cancelled: boolean };
};

/** Mail the provider would have sent to guests. */
export type EmulatedMail = {
  readonly to: string;
  readonly about: 'invited' | 'updated' | 'cancelled';
  readonly inviteId: string;
};

/** Mail the provider would have sent to those who join the team or leave it. */
export type EmulatedTeamMail = { readonly to: string; readonly about: 'invited' | 'invited again' | 'password reset' };

/** Which machines the members of a group are shown. */
export type Visibility = {
  show_group_assigned_managed_hosts: boolean;
  show_user_assigned_managed_hosts: boolean;
  show_personal_hosts: boolean;
};

export type EmulatedGroup = Visibility & { id: number; name: string; allow_connections_within_group: boolean };

/** Members of `from` may connect to machines of `to`. Of the group that accepts it is incoming, of the other outgoing. */
export type EmulatedPermission = Visibility & { readonly from: number; readonly to: number };

export type EmulatedAppRule = { readonly id: string; name: string };

/** Its e-mail is its key. Over after a week, unless it is sent again. */
export type EmulatedTeamInvite = {
  email: string;
  join_url: string;
  group_id: number | null;
  team_app_rule_id: string | null;
  created_at: string;
  expires_at: string;
};

export type EmulatedEvent = {
  /** A KSUID: in the order of time. */
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
