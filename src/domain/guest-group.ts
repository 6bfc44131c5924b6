import type { Invite } from './invite.ts';

/**
 * Guests who were asked for together, with one form: each has an invite of its own, and all have one card. What they were invited to stands
 * in their invites.
 */
export type GuestGroup = {
  readonly id: string;
  /** What makes a request one request: the modal's id. Saved twice, it is saved once. */
  readonly requestKey: string;
  readonly workspaceId: string;
  /** Who asked for it. An invite that somebody took over has another inviter. */
  readonly requesterId: string;
  readonly channelId: string;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  /** When the card was written last, epoch ms. */
  readonly cardShownAt: number | undefined;
  readonly createdAt: number;
};

/** The most guests of one group: all of them fit into one message, and into the limits of one hour. */
export const MOST_GUESTS = 30;

/** Of each place in a group the invite that counts, in their order: one that was tried again stands for the one that failed. */
export function membersOf(invites: readonly Invite[]): readonly Invite[] {
  const newest = new Map<number, Invite>();
  for (const invite of invites) {
    const place = invite.groupPosition ?? 0;
    const known = newest.get(place);
    if (known === undefined || isNewer(invite, known)) newest.set(place, invite);
  }
  return [...newest.entries()].toSorted(([a], [b]) => a - b).map(([, invite]) => invite);
}

/** Only one that failed is tried again: of two that were written in one moment, the other is the newer. */
function isNewer(one: Invite, other: Invite): boolean {
  if (one.createdAt !== other.createdAt) return one.createdAt > other.createdAt;
  return one.state !== 'failed' && other.state === 'failed';
}
