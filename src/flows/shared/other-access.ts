import { isDirectMessage } from '../../domain/direct-message.ts';
import type { Invite } from '../../domain/invite.ts';
import { isBeside, type OtherAccess, otherAccess } from '../../domain/other-access.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { placesOf } from '../../domain/visibility.ts';
import type { Context, Statements } from './context.ts';
import { sightsOf } from './see-invites.ts';

/** After this an end is no news, and its card is left as it is, ms. */
const OLD_MS = 24 * 3_600_000;

type Looking = Pick<Context, 'store' | 'channels' | 'now'>;

/** What else lets the guest of an invite in, as everybody in a conversation may know it. */
export async function otherAccessIn(context: Looking, invite: Invite, channelId: string): Promise<OtherAccess> {
  const live = await otherLive(context, invite);
  const seen = new Set<Invite>();
  for (const other of live) if (await isSeenIn(context, other, { invite, channelId })) seen.add(other);
  return otherAccess(invite, live, (other) => seen.has(other), context.now());
}

/** The same as one person may know it. */
export async function otherAccessFor(context: Context, invite: Invite, person: Person): Promise<OtherAccess> {
  const live = await otherLive(context, invite);
  const sights = await sightsOf(context, person, live);
  return otherAccess(invite, live, (other) => sights[live.indexOf(other)] === 'all', context.now());
}

/** The same for admins, who see all. */
export async function otherAccessForAdmins(context: Looking, invite: Invite): Promise<OtherAccess> {
  return otherAccess(invite, await otherLive(context, invite), () => true, context.now());
}

async function otherLive({ store, now }: Looking, invite: Invite): Promise<readonly Invite[]> {
  const live = await store.liveOnHost({ hostId: invite.hostId, now: now() });
  return live.filter((other) => other.id !== invite.id && isBeside(invite, other, now()));
}

/**
 * Whether all who read a conversation may see an invite: it is announced there and nowhere else, or in public channels of our own workspace, which
 * nobody of another company reads. A direct message is read by who invited, who sees their own.
 */
export async function isSeenIn(
  context: Pick<Context, 'channels'>,
  other: Invite,
  { invite, channelId }: { readonly invite: Invite; readonly channelId: string },
): Promise<boolean> {
  const places = placesOf(other);
  if (places.length === 0) return false;
  if (isDirectMessage(channelId) && other.inviterId === invite.inviterId) return true;
  const elsewhere = places.filter((place) => place !== channelId);
  if (elsewhere.length === 0) return true;
  const here = isDirectMessage(channelId) ? undefined : await context.channels.describe(channelId);
  if (here !== undefined && (isProblem(here) || here.isShared)) return false;
  for (const place of elsewhere) {
    const there = await context.channels.describe(place);
    if (isProblem(there) || there.kind !== 'public' || there.isShared) return false;
  }
  return true;
}

/**
 * The cards of ended invites that say how long their guest can still connect: enqueued again when another invite of the guest begins,
 * changes or ends. In the same transaction as that.
 */
export async function enqueueCardsBeside(
  tx: Pick<Statements, 'closedOfGuest' | 'enqueue'>,
  invite: Pick<Invite, 'id' | 'guestEmail' | 'hostId'>,
  now: number,
): Promise<void> {
  const { id, guestEmail, hostId } = invite;
  const closed = await tx.closedOfGuest({ guestEmail, hostId, endsAfter: now - OLD_MS });
  for (const other of closed) if (other.id !== id) await tx.enqueue({ inviteId: other.id, kind: 'card' });
}
