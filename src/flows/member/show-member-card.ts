import type { Job } from '../../domain/job.ts';
import { cardOfBatch } from '../shared/card-place-notices.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
import { standCard } from '../shared/stand-card.ts';

/** Makes the card of a batch say how far it is. A batch that is a part of a request is on the card of that. */
export async function showMemberCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const batch = await context.store.getMemberBatch(job.name);
  if (batch === undefined) return done;
  if (batch.partOf !== undefined) {
    await context.store.enqueue({ kind: 'person_card', name: batch.partOf });
    context.wake();
    return done;
  }
  return standCard(context, { job, claim }, batch, {
    card: cardOfBatch(batch),
    // Read only when it is drawn: a large batch is asked for its card more often than that.
    show: async (options) => context.notifier.showMemberCard(batch, await context.store.memberRows(batch.id), options),
    save: (tx, stands) => tx.saveStandingCard('member_batch', batch.id, stands),
  });
}
