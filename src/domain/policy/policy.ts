import type { z } from 'zod';
import { defined } from '../defined.ts';
import type { GuestMessages } from '../guest-message.ts';
import { approvalFaults } from './approval-faults.ts';
import { type ApprovalPolicy, defaultApprovals, type MemberApproval } from './approval-rule.ts';
import { approvalPolicyOf, memberApprovalOf } from './approval-text.ts';
import type { PolicyExample } from './example.ts';
import { type DomainPolicy, defaultRule, type GuestRule } from './guest-rule.ts';
import { guestMessagesOf } from './message-text.ts';
import { faultsOf, type PolicyFault } from './policy-faults.ts';
import { PolicyText } from './policy-text.ts';
import { type Profile, profilesOf } from './profile-text.ts';

export type { PolicyFault } from './policy-faults.ts';

/** What a workspace allows, as its admins wrote it down. */
export type Policy = {
  /** Slack member ids of people who count as admins besides the workspace's own. */
  readonly admins: readonly string[];
  /** Slack ids of people and user groups who may change every guest's invite, and see it. */
  readonly coordinators: readonly string[];
  readonly domains: DomainPolicy;
  /** Who may invite whom to what. The first that matches decides; the last matches everything. */
  readonly rules: readonly GuestRule[];
  /** Who approves what a rule or a system wants approved, and how that goes. */
  readonly approvals: ApprovalPolicy;
  /** What the admins expect of the rules, for `npm run policy -- test`. */
  readonly examples: readonly PolicyExample[];
  readonly invites: {
    /** The longest an invite may last, from its start to its end. */
    readonly maxWindowMs: number;
    /** The channel that gets cards for invites made in the provider's own dashboard. Without one they are only listed. */
    readonly adoptedChannel?: string;
    /** How far ahead an invite may start. */
    readonly maxLeadMs: number;
    /** With so many credits left, or fewer, only admins invite. */
    readonly creditReserve: number;
    /** How many invites that cost a credit all but admins may ask for within 24 hours, all together. Undefined: any number. */
    readonly creditsPerDay?: number;
    /** Whether a channel that is shared with another company is shown the guest's address. */
    readonly showsGuestInSharedChannels: boolean;
    /** Which other channels are shown the guest's address. */
    readonly masking: Masking;
  };
  /** What a guest is written where the inviter writes nothing, by language. */
  readonly messages: GuestMessages;
  /** How long personal data is kept after an end; undefined: until somebody has it erased. */
  readonly retention: { readonly personalDataMs?: number };
  readonly members: {
    /** Who may invite members besides admins: everyone, nobody else, or people and user groups by their Slack ids. */
    readonly invite: 'everyone' | 'admins' | readonly string[];
    /** What people who are not admins may give, by the system's name. A system that is missing has its default. */
    readonly systems: Readonly<Record<string, SystemPolicy>>;
  };
  /** What new people get at several systems at once. */
  readonly profiles: readonly Profile[];
  readonly limits: { readonly everyone: Limits; readonly admins: Limits };
};

/** Where guests' addresses are masked: everywhere or nowhere, and channels for which the other holds. */
export type Masking = {
  readonly everywhere: boolean;
  readonly masked: readonly string[];
  readonly unmasked: readonly string[];
};

/** Names or ids, as the system shows them. `roles` undefined: the least privileged one that the system names. */
export type SystemPolicy = {
  readonly roles?: readonly string[];
  readonly groups: readonly string[];
  readonly appRules: readonly string[];
  /** Whose addresses people who are not admins may invite; undefined: all that may be invited at all. */
  readonly domains?: readonly string[];
  /** Which invites need approval first, admins' own among them. */
  readonly approval?: MemberApproval;
};

/** What one person may have. */
export type Limits = {
  /** Guest invites that are not over. */
  readonly openInvites: number;
  /** Guest invites asked for within an hour. */
  readonly invitesPerHour: number;
  /** And within 24 hours. */
  readonly invitesPerDay: number;
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
  coordinators: [],
  domains: { blocked: [] },
  rules: [defaultRule],
  approvals: defaultApprovals,
  examples: [],
  invites: {
    maxWindowMs: 5 * DAY_MS,
    maxLeadMs: 90 * DAY_MS,
    creditReserve: 0,
    showsGuestInSharedChannels: false,
    masking: { everywhere: false, masked: [], unmasked: [] },
  },
  messages: { default: 'en', texts: {} },
  retention: {},
  members: { invite: 'admins', systems: {} },
  profiles: [],
  limits: {
    everyone: { openInvites: 50, invitesPerHour: 30, invitesPerDay: 200, memberAddressesPerHour: 200 },
    admins: { openInvites: 500, invitesPerHour: 300, invitesPerDay: 2000, memberAddressesPerHour: 5000 },
  },
};

/**
 * Reads a policy from plain data, as a YAML parser gives it. Nothing at all (undefined or null, an empty file) is the
 * default policy. Answers every fault at once.
 */
export function readPolicy(value: unknown): Policy | PolicyFault[] {
  const read = PolicyText.safeParse(value ?? {});
  if (!read.success) return read.error.issues.flatMap(faultsOf);
  const { admins, coordinators, domains, rules, approvals, examples, invites, members, profiles, messages } = read.data;
  const { retention, limits } = read.data;
  const defaults = defaultPolicy.invites;
  const everyone = limitsOf(limits, defaultPolicy.limits.everyone);
  const policy: Policy = {
    admins,
    coordinators,
    domains: { blocked: domains.blocked ?? [], ...defined({ allowed: domains.allowed }) },
    rules: rules ?? defaultPolicy.rules,
    approvals: approvalPolicyOf(approvals),
    examples,
    invites: {
      maxWindowMs: invites.maxWindow ?? defaults.maxWindowMs,
      ...defined({ adoptedChannel: invites.adoptedChannel }),
      maxLeadMs: invites.maxLead ?? defaults.maxLeadMs,
      creditReserve: invites.creditReserve ?? defaults.creditReserve,
      ...defined({ creditsPerDay: invites.creditsPerDay }),
      showsGuestInSharedChannels: invites.sharedChannels === 'show',
      masking: {
        everywhere: invites.channels === 'mask',
        masked: invites.maskedChannels ?? [],
        unmasked: invites.unmaskedChannels ?? [],
      },
    },
    messages: guestMessagesOf(messages),
    retention: defined({ personalDataMs: retention.personalData }),
    members: {
      invite: members.invite ?? defaultPolicy.members.invite,
      systems: Object.fromEntries(
        Object.entries(members.systems).flatMap(([name, terms]) =>
          terms === undefined ? [] : [[name, systemPolicy(terms)]],
        ),
      ),
    },
    profiles: profilesOf(profiles),
    limits: { everyone, admins: limitsOf(limits.admins, atLeast(everyone, defaultPolicy.limits.admins)) },
  };
  const faults = approvalFaults(policy, approvals);
  return faults.length === 0 ? policy : faults;
}

type Written = { readonly [Key in keyof Limits]?: number | undefined };

function limitsOf(
  { openInvites, invitesPerHour, invitesPerDay, memberAddressesPerHour }: Written,
  defaults: Limits,
): Limits {
  return { ...defaults, ...defined({ openInvites, invitesPerHour, invitesPerDay, memberAddressesPerHour }) };
}

/** Limits that were raised for everyone, and not written down for admins, hold for admins too. */
function atLeast(one: Limits, other: Limits): Limits {
  return {
    openInvites: Math.max(one.openInvites, other.openInvites),
    invitesPerHour: Math.max(one.invitesPerHour, other.invitesPerHour),
    invitesPerDay: Math.max(one.invitesPerDay, other.invitesPerDay),
    memberAddressesPerHour: Math.max(one.memberAddressesPerHour, other.memberAddressesPerHour),
  };
}

type WrittenTerms = NonNullable<z.infer<typeof PolicyText>['members']['systems']['snyk']>;

function systemPolicy({ roles, groups = [], appRules = [], domains, approval }: WrittenTerms): SystemPolicy {
  return { ...defined({ roles, domains, approval: approval && memberApprovalOf(approval) }), groups, appRules };
}
