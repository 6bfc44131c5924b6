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
  const rows = await context.store.memberRows(batch.id);
  return standCard(context, { job, claim }, batch, {
    card: cardOfBatch(batch),
    show: (options) => context.notifier.showMemberCard(batch, rows, options),
    save: (tx, stands) => tx.saveStandingCard('member_batch', batch.id, stands),
  });
}
