import type { MemberBatch } from '../domain/member-batch.ts';
import { isProblem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, guestlist, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { hidesGuest } from './hides-guest.ts';
import { CARD_SPACING_MS } from './member-results.ts';
import { cardOfBatch, oweCardMoved } from './owe-card-place.ts';
import { postOnce } from './post-once.ts';
import type { Place } from './teller.ts';
import { doubtEdit } from './write-card-again.ts';

/**
 * Makes the card of a batch say how far it is: posted once, edited ever after, at most once a second. Killed between a post and its
 * note of it, the next try finds the message by the key it carries.
 */
export async function showMemberCard(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const batch = await context.store.getMemberBatch(work.name);
  if (batch === undefined) return done;
  if (claim.afterLost === true) await doubtEdit(context, work);
  const now = context.now();
  const free = (batch.cardShownAt ?? 0) + CARD_SPACING_MS;
  // Far ahead means the clock was set back in between.
  if (now < free && free <= now + CARD_SPACING_MS)
    return { kind: 'again', at: free, failed: false, why: 'edited just now' };
  const place = memberCardPlace(batch);
  const rows = await context.store.memberRows(batch.id);
  const channelId = place?.channelId ?? batch.channelId;
  const hiding = await hidesGuest(context, channelId);
  const key = `${batch.id}:card`;
  const where = { channelId, key, hidesGuest: hiding.hidesGuest };
  const shown =
    place === undefined
      ? await postOnce(context, work, claim, { channelId, key, since: batch.createdAt }, (how) =>
          context.teller.showMemberCard(batch, rows, { ...where, ...how, place }),
        )
      : await context.teller.showMemberCard(batch, rows, { ...where, place, look: 'not', stillMine: claim.stillMine });
  if (!isProblem(shown)) {
    await context.store.saveMemberCard(batch.id, { place: shown, shownAt: now });
    if (place === undefined) await context.store.resetSentPost(work, undefined);
    if (hiding.inDoubt) await doubtEdit(context, work);
    return done;
  }
  switch (shown.code) {
    case 'slack_message_gone':
      await context.store.saveMemberCard(batch.id, { place: undefined });
      return { kind: 'again', at: 0, failed: true, why: shown.code };
    case 'slack_place_gone':
      return moveToDirectMessage(context, batch, claim, String(shown.facts.error ?? ''));
    default:
      if (shown.code === 'slack_outcome_unknown') await doubtEdit(context, work);
      return { kind: 'again', at: retryAt(context, claim, shown), failed: true, why: shown.code };
  }
}

/** The channel cannot be told any more: the person who invited is told instead, and hears why (`reason`, Slack's word). */
async function moveToDirectMessage(
  context: Context,
  batch: MemberBatch,
  claim: Claim,
  reason: string,
): Promise<Outcome> {
  const direct = await context.teller.directChannel(batch.askerId);
  if (isProblem(direct) || direct === batch.channelId) {
    const why = isProblem(direct) ? direct.code : 'slack_place_gone';
    const at = isProblem(direct) ? retryAt(context, claim, direct) : context.now() + 300_000;
    context.log.error({ batchId: batch.id, why }, 'nobody can be told about these members');
    return { kind: 'again', at, failed: true, why };
  }
  await context.store.transaction(async (tx) => {
    await tx.saveMemberCard(batch.id, { place: undefined, channelId: direct });
    await oweCardMoved(context, tx, cardOfBatch(batch), { why: reason, direct });
    await tx.insertAudit({
      id: context.newId(),
      subject: batch.id,
      at: context.now(),
      actor: guestlist,
      action: 'moved_to_direct_message',
      facts: { from: batch.channelId },
    });
  });
  return { kind: 'again', at: 0, failed: false, why: 'moved to a direct message' };
}

/** Where the card of a batch stands, once it stands. */
export function memberCardPlace(batch: MemberBatch): Place | undefined {
  if (batch.cardChannelId === undefined || batch.cardTs === undefined) return undefined;
  return { channelId: batch.cardChannelId, ts: batch.cardTs };
}
