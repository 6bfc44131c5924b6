import type { Job } from '../../domain/job.ts';
import type { PersonRequest } from '../../domain/person-request.ts';
import type { PlacedCard } from '../shared/card-place-notices.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
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
  const batches = await store.batchesOfRequest(request.id);
  const invites = await Promise.all(batches.map(async (batch) => ({ batch, rows: await store.memberRows(batch.id) })));
  return standCard(context, { job, claim }, request, {
    card: cardOfRequest(request),
    show: (options) => notifier.showPersonCard({ request, invites }, options),
    save: (tx, stands) => tx.savePersonCard(request.id, stands),
  });
}
