import type { Invite } from '../../domain/invite.ts';
import type { Job } from '../../domain/job.ts';
import { GUEST_INVITES, type PersonRequest } from '../../domain/person-request.ts';
import type { Removal } from '../../domain/removal.ts';
import type { PlacedCard } from '../shared/card-place-notices.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
import type { ShownPersonRequest } from '../shared/notifier.ts';
import { standCard } from '../shared/stand-card.ts';

/** Whose card it is, and what it is about. */
export function cardOfRequest({ id, requesterId, channelId, kind }: PersonRequest): PlacedCard {
  return { id, personId: requesterId, channelId, about: { request: kind } };
}

/** Makes the one card of a request say of each system how far it is. */
export async function showPersonCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const { store, notifier } = context;
  const request = await store.getPersonRequest(job.name);
  if (request === undefined) return done;
  return standCard(context, { job, claim }, request, {
    card: cardOfRequest(request),
    show: async (options) => notifier.showPersonCard(await shownRequest(context, request), options),
    save: (tx, stands) => tx.saveStandingCard('person_request', request.id, stands),
  });
}

/** Read only when the card is drawn: it is asked for more often than that. */
async function shownRequest(context: Context, request: PersonRequest): Promise<ShownPersonRequest> {
  const { store } = context;
  const [batches, removals, guestInvites] = await Promise.all([
    store.batchesOfRequest(request.id),
    removalsOf(context, request),
    guestInvitesOf(context, request),
  ]);
  const invites = await Promise.all(batches.map(async (batch) => ({ batch, rows: await store.memberRows(batch.id) })));
  return { request, invites, removals, guestInvites };
}

async function removalsOf({ store }: Context, { parts }: PersonRequest): Promise<readonly Removal[]> {
  const ids = parts.flatMap((part) => (part.system === GUEST_INVITES ? [] : part.ids));
  const found = await Promise.all(ids.map((id) => store.getRemoval(id)));
  return found.filter((removal) => removal !== undefined);
}

async function guestInvitesOf({ store }: Context, { parts }: PersonRequest): Promise<readonly Invite[]> {
  const ids = parts.find(({ system }) => system === GUEST_INVITES)?.ids ?? [];
  const found = await Promise.all(ids.map((id) => store.getInvite(id)));
  return found.filter((invite) => invite !== undefined);
}
