import { faultsOf, type PolicyFault } from './policy-faults.ts';
import { PolicyText } from './policy-text.ts';

export type { PolicyFault } from './policy-faults.ts';

/** What a workspace allows, as its admins wrote it down. */
export type Policy = {
  /** Slack member ids of people who count as admins besides the workspace's own. */
  readonly admins: readonly string[];
  readonly invites: {
    /** The longest an invite may last, from its start to its end. */
    readonly maxWindowMs: number;
    /** The channel that gets cards for invites made in the provider's own dashboard. Without one they are only listed. */
    readonly adoptedChannel?: string;
    /** How far ahead an invite may start. */
    readonly maxLeadMs: number;
    /** With so many credits left, or fewer, only admins invite. */
    readonly creditReserve: number;
    /** Whether a channel that is shared with another company is shown the guest's address. */
    readonly showsGuestInSharedChannels: boolean;
  };
  readonly members: {
    /** Who may invite members besides admins: everyone, nobody else, or people and user groups by their Slack ids. */
    readonly invite: 'everyone' | 'admins' | readonly string[];
    /** What people who are not admins may give, by the system's name. A system that is missing has its default. */
    readonly systems: Readonly<Record<string, SystemPolicy>>;
  };
  readonly limits: { readonly everyone: Limits; readonly admins: Limits };
};

/** Names or ids, as the system shows them. `roles` undefined: the least privileged one that the system names. */
export type SystemPolicy = {
  readonly roles?: readonly string[];
  readonly groups: readonly string[];
  readonly appRules: readonly string[];
};

/** What one person may have. */
export type Limits = {
  /** Guest invites that are not over. */
  readonly openInvites: number;
  /** Guest invites asked for within an hour. */
  readonly invitesPerHour: number;
  /** Addresses of members invited within an hour. */
  readonly memberAddressesPerHour: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Parsec's dashboard offers windows of up to five days. The limits are above what somebody does by hand on a busy day (an invite every
 * two minutes, a room full of guests), and below what hurts: one stolen session costs at most 30 credits an hour.
 */
export const defaultPolicy: Policy = {
  admins: [],
  invites: { maxWindowMs: 5 * DAY_MS, maxLeadMs: 90 * DAY_MS, creditReserve: 0, showsGuestInSharedChannels: false },
  members: { invite: 'admins', systems: {} },
  limits: {
    everyone: { openInvites: 50, invitesPerHour: 30, memberAddressesPerHour: 200 },
    admins: { openInvites: 500, invitesPerHour: 300, memberAddressesPerHour: 5000 },
  },
};

/**
 * Reads a policy from plain data, as a YAML parser gives it. Nothing at all (undefined or null, an empty file) is the
 * default policy. Answers every fault at once.
 */
export function readPolicy(value: unknown): Policy | PolicyFault[] {
  const read = PolicyText.safeParse(value ?? {});
  if (!read.success) return read.error.issues.flatMap(faultsOf);
  const { admins, invites, members, limits } = read.data;
  const defaults = defaultPolicy.invites;
  const everyone = limitsOf(limits, defaultPolicy.limits.everyone);
  return {
    admins,
    invites: {
      maxWindowMs: invites.maxWindow ?? defaults.maxWindowMs,
      ...(invites.adoptedChannel === undefined ? {} : { adoptedChannel: invites.adoptedChannel }),
      maxLeadMs: invites.maxLead ?? defaults.maxLeadMs,
      creditReserve: invites.creditReserve ?? defaults.creditReserve,
      showsGuestInSharedChannels: invites.sharedChannels === 'show',
    },
    members: {
      invite: members.invite ?? defaultPolicy.members.invite,
      systems: Object.fromEntries(
        Object.entries(members.systems).flatMap(([name, terms]) =>
          terms === undefined ? [] : [[name, systemPolicy(terms)]],
        ),
      ),
    },
    limits: { everyone, admins: limitsOf(limits.admins, atLeast(everyone, defaultPolicy.limits.admins)) },
  };
}

type Written = { readonly [Key in keyof Limits]?: number | undefined };

function limitsOf(written: Written, defaults: Limits): Limits {
  return {
    openInvites: written.openInvites ?? defaults.openInvites,
    invitesPerHour: written.invitesPerHour ?? defaults.invitesPerHour,
    memberAddressesPerHour: written.memberAddressesPerHour ?? defaults.memberAddressesPerHour,
  };
}

/** Limits that were raised for everyone, and not written down for admins, hold for admins too. */
function atLeast(one: Limits, other: Limits): Limits {
  return {
    openInvites: Math.max(one.openInvites, other.openInvites),
    invitesPerHour: Math.max(one.invitesPerHour, other.invitesPerHour),
    memberAddressesPerHour: Math.max(one.memberAddressesPerHour, other.memberAddressesPerHour),
  };
}

function systemPolicy(
  terms: {
    readonly [Key in keyof SystemPolicy]?: readonly string[] | undefined;
  },
): SystemPolicy {
  const { roles, groups = [], appRules = [] } = terms;
  return { ...(roles === undefined ? {} : { roles }), groups, appRules };
}
