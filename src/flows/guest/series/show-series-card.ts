import { ERASED } from '../../../domain/erased.ts';
import type { Job } from '../../../domain/job.ts';
import { cardPlace } from '../../shared/card-place.ts';
import { type Claim, type Context, done, guestlist, type Outcome, writeAudit } from '../../shared/context.ts';
import { standCard } from '../../shared/stand-card.ts';

/** Makes the card of a series say how things are. Moved to a direct message, so are the cards of its later occurrences. */
export async function showSeriesCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const series = await context.store.getSeries(job.name);
  if (series === undefined) return done;
  // Nobody is to read what is erased: it is only edited where it stands.
  if (cardPlace(series) === undefined && series.guestEmail === ERASED) return done;
  const { id, workspaceId, channelId, inviterId, eventName } = series;
  return standCard(context, { job, claim }, series, {
    card: { id, personId: inviterId, channelId, about: { event: eventName } },
    show: async (options) => context.notifier.showSeriesCard(series, await context.store.invitesOfSeries(id), options),
    async save(tx, { place, isNew }) {
      if (!isNew || (await tx.lockSeries(id)) === undefined) return;
      await tx.saveSeries(id, { cardChannelId: place?.channelId, cardTs: place?.ts });
    },
    async move(tx, direct) {
      const current = await tx.lockSeries(id);
      if (current?.channelId !== channelId) return false;
      const nowhere = { cardChannelId: undefined, cardTs: undefined };
      await tx.saveSeries(id, { ...nowhere, channelId: direct, updatedAt: context.now() });
      const moved = { action: 'moved_to_direct_message', facts: { from: channelId } } as const;
      await writeAudit(context, tx, { subject: id, workspaceId, actor: guestlist, ...moved });
      return true;
    },
  });
}
