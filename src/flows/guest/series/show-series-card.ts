import { ERASED } from '../../../domain/erased.ts';
import type { Job } from '../../../domain/job.ts';
import { isProblem } from '../../../domain/problem.ts';
import type { Series } from '../../../domain/series.ts';
import { cardPlace } from '../../shared/card-place.ts';
import { notifyCardMoved } from '../../shared/card-place-notices.ts';
import {
  type Claim,
  type Context,
  continueAt,
  done,
  guestlist,
  type Outcome,
  writeAudit,
} from '../../shared/context.ts';
import { hidesGuest } from '../../shared/hides-guest.ts';
import type { Place } from '../../shared/notifier.ts';
import { postOnce } from '../../shared/post-once.ts';
import { retryAt, tryAgain } from '../../shared/retry-at.ts';
import { doubtEdit } from '../../shared/write-card-again.ts';

/** Makes the card of a series say how things are: posted once, edited ever after, as an invite's card is. */
export async function showSeriesCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const series = await context.store.getSeries(job.name);
  if (series === undefined) return done;
  if (claim.afterLost === true) await doubtEdit(context, job);
  const place = cardPlace(series);
  // Nobody is to read what is erased: it is only edited where it stands.
  if (place === undefined && series.guestEmail === ERASED) return done;
  const invites = await context.store.invitesOfSeries(series.id);
  const channelId = place?.channelId ?? series.channelId;
  const hiding = await hidesGuest(context, channelId);
  const key = `${series.id}:card`;
  const where = { channelId, key, hidesGuest: hiding.hidesGuest, place };
  const shown =
    place === undefined
      ? await postOnce(context, job, claim, { channelId, key, since: series.createdAt }, (how) =>
          context.notifier.showSeriesCard(series, invites, { ...where, ...how }),
        )
      : await context.notifier.showSeriesCard(series, invites, { ...where, look: 'not', heartbeat: claim.heartbeat });
  if (!isProblem(shown)) {
    if (place?.ts !== shown.ts || place.channelId !== shown.channelId) await savePlace(context, job, shown);
    if (hiding.inDoubt) await doubtEdit(context, job);
    return done;
  }
  switch (shown.code) {
    case 'slack_message_deleted':
      await savePlace(context, job, undefined);
      return { kind: 'retry', at: 0, failed: true, why: shown.code };
    case 'slack_channel_unavailable':
      return moveToDirectMessage(context, series, claim, String(shown.facts.error ?? ''));
    default:
      if (shown.code === 'slack_outcome_unknown') await doubtEdit(context, job);
      return tryAgain(context, claim, shown);
  }
}

async function savePlace(context: Context, job: Job, place: Place | undefined): Promise<void> {
  await context.store.transaction(async (tx) => {
    if ((await tx.lockSeries(job.name)) === undefined) return;
    await tx.resetSentPost(job, undefined);
    await tx.saveSeries(job.name, { cardChannelId: place?.channelId, cardTs: place?.ts });
  });
}

/** The channel can't be notified any more: the card goes to the inviter instead, and so do those of later occurrences. */
async function moveToDirectMessage(context: Context, series: Series, claim: Claim, reason: string): Promise<Outcome> {
  const direct = await context.notifier.directChannel(series.inviterId);
  if (isProblem(direct) || direct === series.channelId) {
    const why = isProblem(direct) ? direct.code : 'slack_channel_unavailable';
    const at = isProblem(direct) ? retryAt(context, claim, direct) : context.now() + 300_000;
    context.log.error({ seriesId: series.id, why }, 'could not notify anybody about this series');
    return { kind: 'retry', at, failed: true, why };
  }
  const { id, workspaceId, channelId, inviterId: personId, eventName: event } = series;
  await context.store.transaction(async (tx) => {
    const current = await tx.lockSeries(id);
    if (current?.channelId !== channelId) return;
    const nowhere = { cardChannelId: undefined, cardTs: undefined };
    await tx.saveSeries(id, { ...nowhere, channelId: direct, updatedAt: context.now() });
    await notifyCardMoved(context, tx, { id, personId, channelId, about: { event } }, { why: reason, direct });
    const facts = { from: channelId };
    const action = 'moved_to_direct_message';
    await writeAudit(context, tx, { subject: id, workspaceId, actor: guestlist, action, facts });
  });
  return continueAt(0, 'moved to a direct message');
}
