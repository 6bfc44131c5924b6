import type { Problem } from '../domain/problem.ts';
import type { TeamOperation } from './team-operation.ts';

/**
 * The contract every provider keeps. It is small; what a provider can do is data: an ability is there or it is not.
 * Nothing outside a provider's folder asks which provider it has.
 */
export type Provider = {
  readonly name: string;
  readonly guestAccess?: GuestAccess;
  readonly members?: Members;
  /** What its admins can do there besides, for `/team`. */
  readonly team?: readonly TeamOperation[];
};

export type Permissions = { readonly keyboard: boolean; readonly mouse: boolean; readonly gamepad: boolean };

/** A machine guests can be invited to. `online` is undefined when the provider does not say. */
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

/** `next` is the cursor of the page after it; undefined on the last. */
export type GuestInvitePage = { readonly invites: readonly SeenGuestInvite[]; readonly next: string | undefined };

/** Only what changes is sent. E-mail, event name and message cannot be changed at Parsec. */
export type GuestInviteChange = {
  readonly hostId?: string;
  readonly permissions?: Permissions;
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

export type Member = { readonly memberId: string; readonly name: string; readonly email: string | undefined };

export type Members = {
  /** The member with this e-mail (case aside), or 'none'. */
  findByEmail(email: string): Promise<Member | 'none' | Problem>;
  get(memberId: string): Promise<Member | Problem>;
  /** All members, page by page. */
  list(): AsyncIterable<readonly Member[] | Problem>;
};
