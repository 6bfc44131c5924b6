import { emailKey } from './text/email.ts';
import { hostMatches } from './text/host-search.ts';

/** How long something somebody used counts as recent, ms. */
export const RECENT_MS = 90 * 24 * 3_600_000;

/** Of many things those that somebody used lately, the latest first, and then the others as they were. `recentIds`: latest first. */
export function recentFirst<Thing>(
  things: readonly Thing[],
  recentIds: readonly string[],
  idOf: (thing: Thing) => string,
): readonly Thing[] {
  const placeOf = new Map(recentIds.toReversed().map((id, place) => [id, place]));
  const recent = things
    .filter((thing) => placeOf.has(idOf(thing)))
    .toSorted((one, other) => (placeOf.get(idOf(other)) ?? 0) - (placeOf.get(idOf(one)) ?? 0));
  return [...recent, ...things.filter((thing) => !placeOf.has(idOf(thing)))];
}

/** A host as it was called when somebody used it. */
type UsedHost = { readonly hostId: string; readonly hostName: string };

/**
 * What a search for hosts offers: recent ones first. `found` is what the provider says of the text. Where it is all there is, what is not among it
 * is gone; where it was cut off, recent ones that fit are offered besides.
 */
export function offeredHosts<Found extends { readonly hostId: string; readonly name: string }>(
  search: { readonly text: string; readonly limit: number },
  found: readonly Found[],
  recent: readonly UsedHost[],
): readonly (Found | { readonly hostId: string; readonly name: string })[] {
  const isKnown = (hostId: string) => found.some((each) => each.hostId === hostId);
  const besides =
    found.length < search.limit
      ? []
      : recent
          .filter(({ hostId, hostName }) => !isKnown(hostId) && hostMatches(hostName, search.text))
          .map(({ hostId, hostName }) => ({ hostId, name: hostName }));
  const recentIds = recent.map(({ hostId }) => hostId);
  return recentFirst([...besides, ...found], recentIds, ({ hostId }) => hostId).slice(0, search.limit);
}

/** An invite as far as its guest is chosen by it. */
export type UsedGuest = {
  readonly id: string;
  readonly guestEmail: string;
  readonly hostName: string;
  readonly eventName: string;
};

/** Each guest of some invites once, by the first of them that fits the text (address, computer, or event), at most `limit`. `invites`: newest first. */
export function guestsOf(
  invites: readonly UsedGuest[],
  { text, limit }: { readonly text: string; readonly limit: number },
): readonly UsedGuest[] {
  const wanted = text.trim().toLowerCase();
  const fits = ({ guestEmail, hostName, eventName }: UsedGuest) =>
    guestEmail.toLowerCase().includes(wanted) ||
    eventName.toLowerCase().includes(wanted) ||
    hostMatches(hostName, wanted);
  const byGuest = new Map<string, UsedGuest>();
  for (const invite of invites) {
    const key = emailKey(invite.guestEmail);
    if (!byGuest.has(key) && fits(invite)) byGuest.set(key, invite);
  }
  return [...byGuest.values()].slice(0, limit);
}
