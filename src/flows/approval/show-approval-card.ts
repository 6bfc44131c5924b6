import { type Approval, type ApprovalCard, approvalCardPlace } from '../../domain/approval.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem } from '../../domain/problem.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
import { hidesGuest } from '../shared/hides-guest.ts';
import { postOnce } from '../shared/post-once.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { doubtEdit } from '../shared/write-card-again.ts';
import { askedIn, isPersonId } from './places.ts';
import { type ApprovalReader, shownApproval } from './shown-approval.ts';
import { isPending } from './tend-approval.ts';

/** How long a card that Slack refuses is tried, ms. */
const GIVE_UP_MS = 24 * 3_600_000;

/**
 * Makes a message that asks for approval say how things are: posted once, edited ever after. What is decided before it was posted is not
 * posted. Where a channel takes no messages, its people are asked directly.
 */
export async function showApprovalCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const card = await context.store.getApprovalCard(job.name);
  const approval = card && (await context.store.getApproval(card.approvalId));
  if (card === undefined || approval === undefined) return done;
  if (claim.afterLost === true) await doubtEdit(context, job);
  const place = approvalCardPlace(card);
  const wasSent = place !== undefined || (await context.store.sentPost(job.id)) !== undefined;
  if (!wasSent && !isPending(approval)) return done;
  const direct = isPersonId(card.place);
  const channel = place?.channelId ?? (direct ? await context.notifier.directChannel(card.place) : card.place);
  if (isProblem(channel)) return notShown(context, claim, card, approval, channel);
  const hiding = direct ? { hidesGuest: false, inDoubt: false } : await hidesGuest(context, channel);
  const request = await shownApproval(context, approval, await readersOf(context, card, channel));
  const shown = direct ? request : { ...request, askedHere: askedIn(context.policy(), approval, card.place) };
  const where = { channelId: channel, key: card.id, since: card.createdAt };
  const options = { ...where, hidesGuest: hiding.hidesGuest };
  const sent =
    place === undefined
      ? await postOnce(context, job, claim, where, (how) =>
          context.notifier.showApproval(shown, { ...options, ...how, place }),
        )
      : await context.notifier.showApproval(shown, { ...options, place, look: 'not', heartbeat: claim.heartbeat });
  if (isProblem(sent)) {
    if (place !== undefined && sent.code === 'slack_outcome_unknown') await doubtEdit(context, job);
    return notShown(context, claim, card, approval, sent);
  }
  if (place === undefined) {
    await context.store.transaction(async (tx) => {
      await tx.saveApprovalCardPlace(card.id, sent);
      await tx.resetSentPost(job, undefined);
    });
  }
  if (hiding.inDoubt) await doubtEdit(context, job);
  return done;
}

async function notShown(
  context: Context,
  claim: Claim,
  card: ApprovalCard,
  approval: Approval,
  why: Parameters<typeof tryAgain>[2],
): Promise<Outcome> {
  // Somebody has deleted it: who decides finds it in the list.
  if (why.code === 'slack_message_deleted') return done;
  if (why.code !== 'slack_channel_unavailable' && why.code !== 'slack_refused') return tryAgain(context, claim, why);
  if (isPersonId(card.place) || card.ts !== undefined || !isPending(approval)) {
    return context.now() > card.createdAt + GIVE_UP_MS || !isPending(approval) ? done : tryAgain(context, claim, why);
  }
  context.log.error({ approval: approval.id, channel: card.place, why: why.code }, 'approvers are asked directly');
  await context.store.enqueueOnce({ kind: 'approval_ask', name: `${approval.id}/direct`, facts: { direct: 1 } });
  context.wake();
  return done;
}

/** Who reads a card: somebody whom Slack does not describe now may see no more than everybody in a conversation. */
async function readersOf(context: Context, { place }: ApprovalCard, channelId: string): Promise<ApprovalReader> {
  if (!isPersonId(place)) return { channelId };
  const person = await context.people.person(place, 'any');
  return isProblem(person) ? { channelId } : { person };
}
