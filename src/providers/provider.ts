import type { ConnectionEvent } from '../domain/attendance.ts';
import type { Invite, InviteChange, Permissions } from '../domain/invite.ts';
import type { InviteKeys } from '../domain/own-invite.ts';
import type { Problem } from '../domain/problem.ts';
import type { Quotas } from '../domain/quota.ts';
import type { Log } from '../log.ts';
import type { Dispatcher, HttpTiming } from './http.ts';
import type { Choice, TeamOperation } from './team-operation.ts';

/**
 * The contract of every provider. It is small; abilities are data: present or absent. Nothing outside a provider's folder asks which
 * provider it has.
 */
export type Provider = {
  readonly name: string;
  /** Hosts its links may lead to, `host` or `host:port`; their subdomains count (domain/links.ts). */
  readonly linkHosts: readonly string[];
  readonly guestAccess?: GuestAccess;
  /** Who connects to its hosts, where it keeps a log of that. */
  readonly connections?: Connections;
  readonly memberInvites?: MemberInvites;
  readonly members?: Members;
  /** Its other operations for admins, for `/team`. */
  readonly team?: readonly TeamOperation[];
};

/** What a provider is given. */
export type ProviderDeps = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  readonly dispatcher: Dispatcher;
  readonly quotas: Quotas;
  /** Called with the provider and HTTP status of every response, so that a refused key is noticed. */
  readonly onStatus?: (provider: string, status: number) => void;
  /** Shorter time-outs, for tests. */
  readonly timing?: Partial<HttpTiming>;
};

/**
 * A machine guests can be invited to. `online` is undefined when the provider does not say; `hostId` is '' when it gave none, and then the
 * machine can be shown and nothing else.
 */
export type Host = {
  readonly hostId: string;
  readonly name: string;
  readonly online: boolean | undefined;
  /** Ids of the groups it is assigned to, where the provider has such groups. */
  readonly groupIds?: readonly string[];
};

/** A guest invite to create. Instants are epoch milliseconds. */
export type GuestInviteRequest = Pick<
  Invite,
  'hostId' | 'guestEmail' | 'eventName' | 'permissions' | 'timeZone' | 'startsAt' | 'endsAt' | 'message'
>;

/** An invite as the provider shows it. A key the provider left out is undefined. `link` is a secret. */
export type ProviderGuestInvite = {
  readonly providerInviteId: string;
  readonly hostId: string | undefined;
  readonly guestEmail: string | undefined;
  readonly eventName: string | undefined;
  readonly permissions: Partial<Permissions>;
  readonly timeZone: string | undefined;
  readonly startsAt: number | undefined;
  readonly endsAt: number | undefined;
  readonly cancelled: boolean;
  readonly link: string | undefined;
};

/** `next` is the cursor of the page after it; undefined on the last. `leftOut`: rows of the page that have no id. */
export type GuestInvitePage = {
  readonly invites: readonly ProviderGuestInvite[];
  readonly next: string | undefined;
  readonly leftOut: number;
};

/** Only what changes is sent, each permission by itself. Email, event name and message cannot be changed at Parsec. */
export type GuestInviteChange = Pick<InviteChange, 'hostId' | 'permissions' | 'timeZone' | 'startsAt' | 'endsAt'>;

/**
 * Guest access. Reads may be retried inside; a write is sent exactly once, and answers `provider_outcome_unknown`
 * when nobody can know whether it was carried out.
 */
export type GuestAccess = {
  /** Machines with guest access whose name contains `text`, at most `limit` (1..100). */
  hosts(query: { text: string; limit: number }): Promise<readonly Host[] | Problem>;
  /** One machine with guest access; `host_unknown` when there is none. */
  host(hostId: string): Promise<Host | Problem>;
  create(wanted: GuestInviteRequest, options: { sendEmail: boolean }): Promise<ProviderGuestInvite | Problem>;
  /**
   * One page of all invites; without a cursor the first. As many requests as there are pages, and nothing is remembered: when
   * the list moves between two pages an invite may come twice or not at all.
   */
  page(cursor: string | undefined): Promise<GuestInvitePage | Problem>;
  /** Every invite the provider has, page by page; a page that fails ends the walk with its Problem. */
  list(): AsyncIterable<readonly ProviderGuestInvite[] | Problem>;
  /**
   * All invites that are what was wanted: same host, email (case aside), event name and window (to the second),
   * and not cancelled. Needed after a lost answer: no provider has an idempotency key.
   */
  findSame(wanted: GuestInviteRequest): Promise<readonly ProviderGuestInvite[] | Problem>;
  /** `provider_not_found` when it is gone. */
  get(providerInviteId: string): Promise<ProviderGuestInvite | Problem>;
  update(
    providerInviteId: string,
    change: GuestInviteChange,
    options: { sendEmail: boolean },
  ): Promise<ProviderGuestInvite | Problem>;
  /** Ends access and removes the invite; `provider_not_found` when it was gone already. */
  cancel(providerInviteId: string, options: { sendEmail: boolean }): Promise<'cancelled' | Problem>;
  /** Disconnects a connected guest, who can come back while the window is open. */
  kick(providerInviteId: string): Promise<'kicked' | Problem>;
  /** Credits left, a whole number. */
  credits(): Promise<number | Problem>;
};

/** `next` is the cursor of the page after it; undefined on the last. */
export type ConnectionPage = { readonly events: readonly ConnectionEvent[]; readonly next: string | undefined };

/** The log of connections. A key may be kept from reading it: then every page is a Problem, and nothing is known of anybody. */
export type Connections = {
  /**
   * One page, one request, in no particular order: events from `since` (epoch ms) on, without a cursor the first page. The log may show
   * an event later than it happened, and one twice.
   */
  page(query: { readonly since: number; readonly cursor: string | undefined }): Promise<ConnectionPage | Problem>;
};

/** A person to invite, without what a system does not ask for (see `asks`). */
export type Invitee = {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
};

export type MemberTerms = {
  readonly roleId?: string;
  readonly groupId?: string;
  readonly appRuleId?: string;
  readonly sendEmail: boolean;
};

/**
 * The result for one address. `joinUrl` is a secret for the inviter. `inviteId` is undefined when the system gave none and it could not be
 * read back.
 */
export type InvitedMember =
  | {
      readonly email: string;
      readonly outcome: 'invited';
      readonly inviteId: string | undefined;
      readonly joinUrl: string | undefined;
    }
  | { readonly email: string; readonly outcome: Problem };

/**
 * An invite nobody has accepted yet. A key the provider does not show is undefined; instants are epoch milliseconds. `inviteId` is '' when the
 * provider gave none: the invite is there, and nothing can be done with it.
 */
export type PendingInvite = {
  readonly inviteId: string;
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly invitedAt: number | undefined;
  readonly expiresAt: number | undefined;
};

/** Identifies a pending invite; a provider without invite ids uses the email. */
export type InviteRef = { readonly inviteId: string; readonly email: string | undefined };

/**
 * Inviting members. Reads may be retried inside; a write is sent exactly once, and answers `provider_outcome_unknown` when
 * nobody can know whether it was carried out: then read `pending`.
 * `provider_shows_nothing`: the provider accepted an address but does not show an invite for it.
 */
export type MemberInvites = {
  /** Addresses one request may carry (Parsec 200, others as documented; 1 = one by one). */
  readonly batchSize: number;
  /** Whether `inviteId` is that of one invite, or of the person, so that another invite of theirs has it too (Parsec: the address). */
  readonly inviteIds: InviteKeys;
  /** What the form asks, as data. */
  readonly asks: {
    readonly role: 'required' | 'optional' | 'none';
    readonly group: boolean;
    readonly appRule: boolean;
    readonly names: boolean;
    readonly sendEmail: 'always' | 'never' | 'choice';
  };
  /** At most batchSize rows, one request; a result per row in the same order, or one Problem for all when nobody can know more. */
  invite(rows: readonly Invitee[], terms: MemberTerms): Promise<readonly InvitedMember[] | Problem>;
  /** Every pending invite, page by page; a page that fails ends the walk with its Problem. */
  pending(): AsyncIterable<readonly PendingInvite[] | Problem>;
  /** `provider_not_found` when it is not pending any more. */
  cancel(invite: InviteRef): Promise<'cancelled' | Problem>;
  /** Mails the invite again; `resend_too_soon` where the system limits how often. */
  readonly resend?: (invite: InviteRef) => Promise<'resent' | Problem>;
  readonly edit?: (invite: InviteRef, terms: Omit<MemberTerms, 'sendEmail'>) => Promise<'edited' | Problem>;
  readonly roles?: () => Promise<readonly Choice[] | Problem>;
  /**
   * The role that gives the least, where the system's documents say which that is; undefined when none of these is known to. Where a
   * role may be left out, nobody but admins may do so: what it is then, no document says.
   */
  readonly leastRole?: (roles: readonly Choice[]) => Choice | undefined;
  readonly groups?: () => Promise<readonly Choice[] | Problem>;
  readonly appRules?: () => Promise<readonly Choice[] | Problem>;
};

/** `role` as the provider names it; undefined when it shows none. `memberId` is '' when the provider gave none. */
export type Member = {
  readonly memberId: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly role: string | undefined;
};

export type Members = {
  /** The member with this email (case aside), or 'none'. Absent where the provider shows no email addresses. */
  readonly findByEmail?: (email: string) => Promise<Member | 'none' | Problem>;
  get(memberId: string): Promise<Member | Problem>;
  /** All members, page by page. */
  list(): AsyncIterable<readonly Member[] | Problem>;
  /** `provider_not_found` when there is no such member. */
  readonly remove?: (memberId: string) => Promise<'removed' | Problem>;
  readonly setRole?: (memberId: string, roleId: string) => Promise<'changed' | Problem>;
  /** What `setRole` takes. */
  readonly roles?: () => Promise<readonly Choice[] | Problem>;
};
