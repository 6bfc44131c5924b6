import type { permissionKeys } from '../invite.ts';

/** Which of the invites that a rule allows need approval first, and whose. */
export type ApprovalRule = {
  /** Names of groups of approvers; the first is asked, and after a while the next as well. */
  readonly by: readonly string[];
  /** How many different people have to approve. */
  readonly count: number;
  /** Whether who asks has to say why. */
  readonly needsReason: boolean;
  /** Only what goes beyond one of these needs approval. Undefined: everything does. */
  readonly above?: {
    readonly windowMs?: number;
    readonly leadMs?: number;
    readonly permissions?: readonly (typeof permissionKeys)[number][];
  };
  /** Whether a later end of an invite that is there needs approval, too. */
  readonly extensions: boolean;
};

/** Whose approval member invites need. `roles`: only with one of these, by name or id; undefined: all. */
export type MemberApproval = Pick<ApprovalRule, 'by' | 'count' | 'needsReason'> & {
  readonly roles?: readonly string[];
};

/** Why approval is needed: always by this rule, or since something goes beyond what needs none. Durations in ms. */
export type ApprovalCause =
  | { readonly kind: 'rule' }
  | { readonly kind: 'window'; readonly maxMs: number }
  | { readonly kind: 'lead'; readonly maxMs: number }
  | { readonly kind: 'permissions'; readonly allowed: readonly (typeof permissionKeys)[number][] }
  /** Of member invites: this role. */
  | { readonly kind: 'role'; readonly role: string };

/** Whose approval something needs. */
export type ApprovalNeed = {
  /** The rule that says so. */
  readonly rule: string;
  readonly by: readonly string[];
  readonly count: number;
  readonly needsReason: boolean;
  readonly causes: readonly ApprovalCause[];
};

/** People who may approve. */
export type ApproverGroup = {
  /** Slack ids of people and user groups, and the words `admins` and `coordinators`. */
  readonly people: readonly string[];
  /** Where they are asked; undefined: each in a direct message. */
  readonly channelId?: string;
};

/** How approvals go. */
export type ApprovalPolicy = {
  readonly groups: Readonly<Record<string, ApproverGroup>>;
  /** Whether who asks may approve it as well. */
  readonly self: boolean;
  /** When approvers are reminded first; each further time it is twice as long until the next. */
  readonly remindAfterMs: number;
  /** When the next group is asked as well. */
  readonly escalateAfterMs: number;
  /** When a request that nobody decided is over. */
  readonly expireAfterMs: number;
  /** Who may go ahead without approval, which others review afterwards: Slack ids of people and user groups, and the words `admins` and `coordinators`. */
  readonly breakGlass: readonly string[];
};

const HOUR_MS = 60 * 60 * 1000;

export const defaultApprovals: ApprovalPolicy = {
  groups: {},
  self: false,
  remindAfterMs: HOUR_MS,
  escalateAfterMs: 4 * HOUR_MS,
  expireAfterMs: 24 * HOUR_MS,
  breakGlass: [],
};
