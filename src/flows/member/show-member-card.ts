import type { Job } from '../../domain/job.ts';
import type { MemberBatch } from '../../domain/member-batch.ts';
import { isProblem } from '../../domain/problem.ts';
import { cardPlace } from '../shared/card-place.ts';
import { cardOfBatch, notifyCardMoved } from '../shared/card-place-notices.ts';
import { type Claim, type Context, continueAt, done, guestlist, type Outcome, writeAudit } from '../shared/context.ts';
import { hidesGuest } from '../shared/hides-guest.ts';
import { postOnce } from '../shared/post-once.ts';
import { retryAt, tryAgain } from '../shared/retry-at.ts';
import { doubtEdit } from '../shared/write-card-again.ts';
import { CARD_SPACING_MS } from './member-results.ts';

/**
 * Makes the card of a batch say how far it is: posted once, edited ever after, at most once a second. Killed between a post and its
 * note of it, the next try finds the message by the key it carries.
 */
export async function showMemberCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const batch = await context.store.getMemberBatch(job.name);
  if (batch === undefined) return done;
  if (claim.afterLost === true) await doubtEdit(context, job);
  const now = context.now();
  const free = (batch.cardShownAt ?? 0) + CARD_SPACING_MS;
  // Far ahead means the clock was set back in between.
  if (now < free && free <= now + CARD_SPACING_MS) return continueAt(free, 'edited just now');
  const place = cardPlace(batch);
  const rows = await context.store.memberRows(batch.id);
  const channelId = place?.channelId ?? batch.channelId;
  const hiding = await hidesGuest(context, channelId);
  const key = `${batch.id}:card`;
  const where = { channelId, key, hidesGuest: hiding.hidesGuest };
  const shown =
    place === undefined
      ? await postOnce(context, job, claim, { channelId, key, since: batch.createdAt }, (how) =>
          context.notifier.showMemberCard(batch, rows, { ...where, ...how, place }),
        )
      : await context.notifier.showMemberCard(batch, rows, {
          ...where,
          place,
          look: 'not',
          heartbeat: claim.heartbeat,
        });
  if (!isProblem(shown)) {
    await context.store.saveMemberCard(batch.id, { place: shown, shownAt: now });
    if (place === undefined) await context.store.resetSentPost(job, undefined);
    if (hiding.inDoubt) await doubtEdit(context, job);
    return done;
  }
  switch (shown.code) {
    case 'slack_message_deleted':
      await context.store.saveMemberCard(batch.id, { place: undefined });
      return { kind: 'retry', at: 0, failed: true, why: shown.code };
    case 'slack_channel_unavailable':
      return moveToDirectMessage(context, batch, claim, String(shown.facts.error ?? ''));
    default:
      if (shown.code === 'slack_outcome_unknown') await doubtEdit(context, job);
      return tryAgain(context, claim, shown);
  }
}

/** The channel cannot be notified any more: the inviter is notified instead, and reads why (`reason`, Slack's word). */
async function moveToDirectMessage(
  context: Context,
  batch: MemberBatch,
  claim: Claim,
  reason: string,
): Promise<Outcome> {
  const direct = await context.notifier.directChannel(batch.requesterId);
  if (isProblem(direct) || direct === batch.channelId) {
    const why = isProblem(direct) ? direct.code : 'slack_channel_unavailable';
    const at = isProblem(direct) ? retryAt(context, claim, direct) : context.now() + 300_000;
    context.log.error({ batchId: batch.id, why }, 'could not notify anybody about these members');
    return { kind: 'retry', at, failed: true, why };
  }
  await context.store.transaction(async (tx) => {
    await tx.saveMemberCard(batch.id, { place: undefined, channelId: direct });
    await notifyCardMoved(context, tx, cardOfBatch(batch), { why: reason, direct });
    const facts = { from: batch.channelId };
    const { id: subject, workspaceId } = batch;
    const action = 'moved_to_direct_message';
    await writeAudit(context, tx, { subject, workspaceId, actor: guestlist, action, facts });
  });
  return continueAt(0, 'moved to a direct message');
}
