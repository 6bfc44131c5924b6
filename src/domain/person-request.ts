import type { StoredProblem } from './problem.ts';

/**
 * One person (or some of them) and several systems: invited to all that a profile names, or removed from all that are connected. It has one
 * card, which says of each system what came of it. Instants are epoch milliseconds.
 */
export type PersonRequest = {
  readonly id: string;
  /** What makes a request one request: the modal's id. Saved twice, it is saved once. */
  readonly requestKey: string;
  readonly workspaceId: string;
  readonly requesterId: string;
  readonly channelId: string;
  readonly kind: 'onboard' | 'offboard';
  /** What new people get, by the name of the profile; undefined when somebody is removed. */
  readonly profile: string | undefined;
  /** Who is removed; undefined when people are invited: then the batches say who. */
  readonly email: string | undefined;
  /** How far each system is, when somebody is removed. */
  readonly parts: readonly RemovalPart[];
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  /** When the card was written last. */
  readonly cardShownAt: number | undefined;
  readonly createdAt: number;
};

/** The open invites of a guest, beside the systems of members. */
export const GUEST_INVITES = 'guest_invites';

/** What is removed at one system, or (GUEST_INVITES) the invites as a guest. */
export type RemovalPart = {
  readonly system: string;
  /** `looking`: nobody knows yet what is there; `looked`: what is there is wanted removed, or can't be. */
  readonly state: 'looking' | 'looked';
  /** Why nobody knows yet, by the last look. */
  readonly why: StoredProblem | undefined;
  /** Removals that are wanted; for GUEST_INVITES ids of invites, and of series. */
  readonly ids: readonly string[];
  /** What is there and is not removed, and why. */
  readonly left: readonly Left[];
};

/** What stays, and the reason. */
export type Left = { readonly what: 'member' | 'invite' | 'guest' | 'series'; readonly why: StoredProblem };

/** Whether an id of a part is that of a series. */
export function isSeriesId(id: string): boolean {
  return id.startsWith('ser_');
}

/** Roles that must not be left to nobody. Systems name them in their own words. */
const OWNER = /^owner$/i;
const ADMIN = /^(admin|administrator|manager|org admin)$/i;

/** Why a member cannot be removed, by their role and those of the others: an owner, or the only admin; undefined when nothing is known against it. */
export function standsInTheWay(
  role: string | undefined,
  others: readonly (string | undefined)[],
): 'member_is_owner' | 'member_is_last_admin' | undefined {
  if (role === undefined) return undefined;
  if (OWNER.test(role)) return 'member_is_owner';
  const isLeader = (one: string | undefined) => one !== undefined && (ADMIN.test(one) || OWNER.test(one));
  return ADMIN.test(role) && !others.some(isLeader) ? 'member_is_last_admin' : undefined;
}
