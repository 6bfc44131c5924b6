import type { InviteKeys } from '../domain/own-invite.ts';
import type { Problem } from '../domain/problem.ts';
import type { Quotas } from '../domain/quota.ts';
import type { Log } from '../log.ts';
import type { Dispatcher, HttpTiming } from './http.ts';
import type { TeamOperation } from './team-operation.ts';

/**
 * The contract every provider keeps. It is small; what a provider can do is data: an ability is there or it is not.
 * Nothing outside a provider's folder asks which provider it has.
 */
export type Provider = {
  readonly name: string;
  /** Hosts its links may lead to, `host` or `host:port`; their subdomains count (domain/links.ts). */
  readonly linkHosts: readonly string[];
  readonly guestAccess?: GuestAccess;
  readonly memberInvites?: MemberInvites;
  readonly members?: Members;
  /** What its admins can do there besides, for `/team`. */
  readonly team?: readonly TeamOperation[];
};

/** What a provider needs from the world. */
export type ProviderDeps = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  readonly dispatcher: Dispatcher;
  readonly quotas: Quotas;
  /** Told the HTTP status of every answer, and whose it is: a key that is refused must be noticed whoever uses it. */
  readonly onStatus?: (provider: string, status: number) => void;
  /** Shorter time-outs, for tests that wait for them. */
  readonly timing?: Partial<HttpTiming>;
};

export type Permissions = { readonly keyboard: boolean; readonly mouse: boolean; readonly gamepad: boolean };

/**
 * A machine guests can be invited to. `online` is undefined when the provider does not say; `hostId` is '' when it gave none, and then the
 * machine can be shown and nothing else.
 */
export type Host = { readonly hostId: string; readonly name: string; readonly online: boolean | undefined };

/** What a guest invite should be. Instants are epoch milliseconds. */
export type WantedGuestInvite = {
  readonly hostId: string;
  readonly guestEmail: string;
  readonly eventName: string;
  readonly permissions: Permissions;
  /** IANA name. */
  readonly timeZone: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly message: string;
};

/** What the provider says an invite is. A key the provider left out is undefined. `link` is a secret. */
export type SeenGuestInvite = {
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
  readonly invites: readonly SeenGuestInvite[];
  readonly next: string | undefined;
  readonly leftOut: number;
};

/** Only what changes is sent, each permission by itself. E-mail, event name and message cannot be changed at Parsec. */
export type GuestInviteChange = {
  readonly hostId?: string;
  readonly permissions?: Partial<Permissions>;
  readonly timeZone?: string;
  readonly startsAt?: number;
  readonly endsAt?: number;
};

/**
 * Guest access. Reads may be retried inside; a write is sent exactly once, and answers `provider_outcome_unknown`
 * when nobody can know whether it was carried out.
 */
export type GuestAccess = {
  /** Machines with guest access whose name contains `text`, at most `limit` (1..100). */
  hosts(query: { text: string; limit: number }): Promise<readonly Host[] | Problem>;
  /** One machine with guest access; `host_unknown` when there is none. */
  host(hostId: string): Promise<Host | Problem>;
  create(wanted: WantedGuestInvite, options: { sendEmail: boolean }): Promise<SeenGuestInvite | Problem>;
  /**
   * One page of all invites; without a cursor the first. As many requests as there are pages, and nothing is remembered: when
   * the list moves between two pages an invite may come twice or not at all.
   */
  page(cursor: string | undefined): Promise<GuestInvitePage | Problem>;
  /** Every invite the provider has, page by page; a page that fails ends the walk with its Problem. */
  list(): AsyncIterable<readonly SeenGuestInvite[] | Problem>;
  /**
   * All invites that are what was wanted: same host, e-mail (case aside), event name and window (to the second),
   * and not cancelled. Needed after a lost answer: no provider has an idempotency key.
   */
  findSame(wanted: WantedGuestInvite): Promise<readonly SeenGuestInvite[] | Problem>;
  /** `provider_not_found` when it is gone. */
  get(providerInviteId: string): Promise<SeenGuestInvite | Problem>;
  update(
    providerInviteId: string,
    change: GuestInviteChange,
    options: { sendEmail: boolean },
  ): Promise<SeenGuestInvite | Problem>;
  /** Ends access and removes the invite; `provider_not_found` when it was gone already. */
  cancel(providerInviteId: string, options: { sendEmail: boolean }): Promise<'cancelled' | Problem>;
  /** Disconnects a connected guest, who can come back while the window is open. */
  kick(providerInviteId: string): Promise<'kicked' | Problem>;
  /** Credits left, a whole number. */
  credits(): Promise<number | Problem>;
};

/** Someone to invite. What a system does not ask for is left out (see `asks`). */
export type WantedMember = {
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
 * What came of one address. `joinUrl` is a secret for the inviter. `inviteId` is undefined where the system gives none and
 * it could not be read back.
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
 * An invite nobody has taken yet. A key the provider does not show is undefined; instants are epoch milliseconds. `inviteId` is '' when the
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

/** One thing to choose from in a form. What has no id ('') cannot be chosen, and is counted. */
export type Choice = { readonly id: string; readonly name: string };

/** Which pending invite is meant; a provider that has no ids of its own goes by the e-mail. */
export type NamedInvite = { readonly inviteId: string; readonly email: string | undefined };

/**
 * Inviting members. Reads may be retried inside; a write is sent exactly once, and answers `provider_outcome_unknown` when
 * nobody can know whether it was carried out: `pending` then tells.
 * `provider_shows_nothing`: the provider said yes to an address, and is not seen to have invited it.
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
  invite(rows: readonly WantedMember[], terms: MemberTerms): Promise<readonly InvitedMember[] | Problem>;
  /** Every pending invite, page by page; a page that fails ends the walk with its Problem. */
  pending(): AsyncIterable<readonly PendingInvite[] | Problem>;
  /** `provider_not_found` when it is not pending any more. */
  cancel(invite: NamedInvite): Promise<'cancelled' | Problem>;
  /** Mails the invite once more; `resend_too_soon` where the system limits how often. */
  readonly resend?: (invite: NamedInvite) => Promise<'resent' | Problem>;
  readonly edit?: (invite: NamedInvite, terms: Omit<MemberTerms, 'sendEmail'>) => Promise<'edited' | Problem>;
  readonly roles?: () => Promise<readonly Choice[] | Problem>;
  /**
   * The role that gives the least, where the system's documents say which that is; undefined when none of these is known to. Where a
   * role may be left out, nobody but admins may do so: what it is then, no document says.
   */
  readonly leastRole?: (roles: readonly Choice[]) => Choice | undefined;
  readonly groups?: () => Promise<readonly Choice[] | Problem>;
  readonly appRules?: () => Promise<readonly Choice[] | Problem>;
};

/** `role` is the provider's own word; undefined when it shows none. `memberId` is '' when the provider gave none. */
export type Member = {
  readonly memberId: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly role: string | undefined;
};

export type Members = {
  /** The member with this e-mail (case aside), or 'none'. Not there where the provider shows no e-mail addresses. */
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
