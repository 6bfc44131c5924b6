import type { Board, BoardBooking, BoardHost, BoardView } from '../../../domain/board/board.ts';
import { boardDays } from '../../../domain/board/board-days.ts';
import { chooseHosts, namedHosts, nearestHosts } from '../../../domain/board/choose-hosts.ts';
import { type Invite, isAwaiting } from '../../../domain/invite.ts';
import { maskedInvite, maskingOf } from '../../../domain/masking.ts';
import type { Person } from '../../../domain/person.ts';
import { asSeen, placesOf, type SeenInvite } from '../../../domain/visibility.ts';
import type { Context } from '../../shared/context.ts';
import { hidesGuest } from '../../shared/hides-guest.ts';
import { hostsOrKnown } from '../../shared/hosts-or-known.ts';
import { seeInvites } from '../../shared/see-invites.ts';

/** More computers than this make a picture nobody can read. */
const MOST_HOSTS = 50;
/** More bookings than a week of a large team has. */
const MOST_BOOKINGS = 2_000;
/** More computers than any team has open to guests. */
const everyHost = { text: '', limit: 2_000 };

export type BoardRequest = {
  readonly view: BoardView;
  /** A computer's name, or a part of it; '' for all. */
  readonly text: string;
  /** IANA name. */
  readonly zone: string;
  /** The channel in which it is shown; undefined for a direct message to the person. */
  readonly channelId: string | undefined;
};

/** No computer has the name that was typed; `near`: names that are like it. */
export type HostNotNamed = { readonly kind: 'not_named'; readonly near: readonly string[] };

/**
 * Who is on which computer when, as the readers may see it. In a direct message that is what the person may see. A channel is shown only the
 * guests whose cards are in it, masked as these are: everybody in it reads the picture. While Parsec is away, computers are those of the
 * bookings, and those it has shown lately.
 */
export async function readBoard(
  context: Context,
  person: Person,
  { view, text, zone, channelId }: BoardRequest,
): Promise<Board | HostNotNamed> {
  const now = context.now();
  const days = boardDays(view, now, zone);
  const span = { from: days[0]?.from ?? now, to: days.at(-1)?.to ?? now };
  const [listed, invites] = await Promise.all([
    hostsOrKnown(context, everyHost, context.guestAccess.hosts(everyHost)),
    context.store.invitesInSpan({ ...span, limit: MOST_BOOKINGS + 1 }),
  ]);
  const seen = await (channelId === undefined
    ? seeInvites(context, person, invites)
    : seeInChannel(context, channelId, invites));
  const bookings = bookingsByHost(invites.slice(0, MOST_BOOKINGS), seen);
  const names = new Map([
    ...invites.map(({ hostId, hostName }) => [hostId, hostName] as const),
    ...listed.hosts.map(({ hostId, name }) => [hostId, name] as const),
  ]);
  const all = [...names].map(([hostId, hostName]) => ({ hostId, hostName, bookings: bookings.get(hostId) ?? [] }));
  const wanted: readonly BoardHost[] = text === '' ? all : namedHosts(all, text);
  if (text !== '' && wanted.length === 0) return { kind: 'not_named', near: nearestHosts([...names.values()], text) };
  const { shown: hosts, more } = chooseHosts(wanted, MOST_HOSTS);
  const isForChannel = channelId !== undefined;
  const isCut = invites.length > MOST_BOOKINGS;
  return {
    view,
    zone,
    now,
    days,
    hosts,
    moreHosts: more,
    isCut,
    isHostListMissing: listed.trouble !== undefined,
    isForChannel,
  };
}

/** Invites as everybody in a channel may see them: whole where the card stands in this channel, as bookings of their computer elsewhere. */
async function seeInChannel(
  context: Context,
  channelId: string,
  invites: readonly Invite[],
): Promise<readonly SeenInvite[]> {
  const { hidesGuest: isHidden } = await hidesGuest(context, channelId);
  const isMasked = isHidden || maskingOf(context.policy(), channelId) === 'masked';
  return invites.map((invite) => {
    const places = placesOf(invite);
    const isHere = places.length > 0 && places.every((id) => id === channelId);
    return asSeen(isMasked ? maskedInvite(invite) : invite, isHere ? 'all' : 'booking');
  });
}

function bookingsByHost(
  invites: readonly Invite[],
  seen: readonly SeenInvite[],
): ReadonlyMap<string, readonly BoardBooking[]> {
  const byHost = new Map<string, BoardBooking[]>();
  for (const [nth, invite] of invites.entries()) {
    const one = seen[nth];
    if (one === undefined) continue;
    const { hostId, startsAt, endsAt } = invite;
    const isShown = one.kind === 'invite';
    const booking = {
      startsAt,
      endsAt,
      guest: isShown ? one.invite.guestEmail : undefined,
      isWaiting: isShown && isAwaiting(invite),
    };
    const of = byHost.get(hostId);
    if (of === undefined) byHost.set(hostId, [booking]);
    else of.push(booking);
  }
  return byHost;
}
