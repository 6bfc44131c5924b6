import type { Invite } from '../../domain/invite.ts';
import { isMaskedFor, maskedInvite, maskingOf } from '../../domain/masking.ts';
import { coordinates, type Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import {
  asSeen,
  canRead,
  placesOf,
  type SeenInvite,
  sees,
  seesAlways,
  type VisibilityFacts,
} from '../../domain/visibility.ts';
import type { Context, InviteQuery, Reader } from './context.ts';

/** Conversations that are looked at for one question: those with the newest invites. In others nothing is found. */
const MOST_PLACES = 500;
/** Of them, those that are described for somebody who is in none of them: Slack answers about 50 such questions a minute. */
const MOST_DESCRIBED = 30;

/** Of some conversations those a full member of the workspace reads at this moment; none while Slack does not say. */
async function readableChannels(
  context: Context,
  person: Person,
  channelIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(channelIds)];
  if (ids.length === 0) return new Set();
  const inside = await context.channels.memberOf(ids, person.id);
  const outside = ids.filter((id) => !inside.has(id)).slice(0, MOST_DESCRIBED);
  const described = await Promise.all(
    outside.map(async (id) => {
      const conversation = await context.channels.describe(id);
      return canRead(isProblem(conversation) ? undefined : conversation, false) ? [id] : [];
    }),
  );
  return new Set([...ids.filter((id) => inside.has(id)), ...described.flat()]);
}

/** What a person sees at this moment of things that are announced somewhere, in the same order. */
export async function sightsOf(
  context: Context,
  person: Person,
  facts: readonly VisibilityFacts[],
): Promise<readonly ('all' | 'booking')[]> {
  const doubtful = facts.filter((each) => !seesAlways(each, person, context.policy()));
  const readable = await readableChannels(context, person, doubtful.flatMap(placesOf));
  return facts.map((each) => sees(each, person, context.policy(), readable));
}

/** Invites as a person may see them now, in the same order: whole, with the guest masked, or as a booking of their host. */
export async function seeInvites(
  context: Context,
  person: Person,
  invites: readonly Invite[],
): Promise<readonly SeenInvite[]> {
  const sights = await sightsOf(context, person, invites);
  return invites.map((invite, nth) => {
    const seen = isMaskedFor(invite, person, context.policy()) ? maskedInvite(invite) : invite;
    return asSeen(seen, sights[nth] ?? 'booking');
  });
}

/** As seeInvites, for one. */
export async function seeInvite(context: Context, person: Person, invite: Invite): Promise<SeenInvite> {
  const [seen = asSeen(invite, 'booking')] = await seeInvites(context, person, [invite]);
  return seen;
}

/** Narrows a query to what a person may see, so that neither its rows nor their number show more; undefined for coordinators and admins, who see all. */
export async function readerOf(
  context: Context,
  person: Person,
  query: Pick<InviteQuery, 'which' | 'text' | 'words' | 'span' | 'now'>,
  options: { readonly withBookings: boolean },
): Promise<Reader | undefined> {
  if (coordinates(person, context.policy())) return undefined;
  const places = await context.store.placesOfInvites(query, MOST_PLACES);
  const channelIds = [...(await readableChannels(context, person, places))];
  const maskedIds = channelIds.filter((id) => maskingOf(context.policy(), id) === 'masked');
  return { personId: person.id, channelIds, maskedIds, ...options };
}
