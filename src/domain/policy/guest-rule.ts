import type { Permissions, permissionKeys } from '../invite.ts';
import type { AllowedHours } from '../time/allowed-hours.ts';
import type { ApprovalRule } from './approval-rule.ts';

/** Whom and what a rule is about. What is left out does not narrow it; of a list one has to match. */
export type RuleWhen = {
  /** Slack ids of people and user groups, and the words `admins` and `coordinators`: who asks. */
  readonly people?: readonly string[];
  /** Slack channel ids: where the invite is posted. */
  readonly channels?: readonly string[];
  /** Domains (with their subdomains) and addresses, in ASCII and lower case. */
  readonly guests?: readonly string[];
  /** Names of hosts, with `*` for any letters, and `group:` with the name or id of a group of hosts. */
  readonly hosts?: readonly string[];
};

/** A host as far as a rule looks at it. */
export type RuledHost = {
  readonly name: string;
  /** Ids and names of the groups it is in. */
  readonly groups: readonly string[];
};

/** What a rule limits. Instants are epoch milliseconds. */
export type GuestTerms = {
  readonly permissions: Permissions;
  readonly startsAt: number;
  readonly endsAt: number;
  /** IANA name: whole days are days of its calendar. */
  readonly timeZone: string;
};

/** One rule for guest invites, as an admin wrote it down. The first that matches decides. */
export type GuestRule = {
  readonly name: string;
  readonly when: RuleWhen;
  /** It refuses what it matches, and says so in these words ('' for none of its own). */
  readonly deny?: string;
  /** What an invite may have at most; more is refused. */
  readonly permissions?: readonly (typeof permissionKeys)[number][];
  readonly maxWindowMs?: number;
  readonly maxLeadMs?: number;
  readonly hours?: AllowedHours;
  /** Which of what it allows needs approval first. */
  readonly approval?: ApprovalRule;
};

/** Which addresses may be invited at all, before any rule: guests and members. Domains in ASCII, each with its subdomains. */
export type DomainPolicy = {
  /** Undefined: all that are not blocked. */
  readonly allowed?: readonly string[];
  readonly blocked: readonly string[];
};

/** What decides where a policy has no rules of its own. */
export const defaultRule: GuestRule = { name: 'default', when: {} };
