import { z } from 'zod';
import { approvalCardPlace } from '../../domain/approval.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem } from '../../domain/problem.ts';
import { cardById } from './card-by-id.ts';
import { cardPlace } from './card-place.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from './context.ts';
import type { Place } from './notifier.ts';
import { LATE_LOOKS_MS } from './post-once.ts';
import { tryAgain } from './retry-at.ts';

/** How long to wait for a card whose place is not known yet, ms. */
const CARD_MS = 60_000;

const Facts = z.object({
  channelId: z.string(),
  /** '' for a message that is in no thread. */
  threadTs: z.string(),
  since: z.number(),
  sentAt: z.number(),
  looks: z.number(),
});

/**
 * A message was sent twice, since the answer of the first was lost: what came late is deleted. The one stays that is known to the store
 * (a card, which is edited ever after), else the first. Where nobody may look, both stay.
 */
export async function deleteLatePosts(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(job.facts));
  const { channelId, threadTs, since, looks } = facts;
  const now = context.now();
  // Sent later than now, it was before the clock was set back: nobody knows how long ago, so it counts from now.
  const sentAt = Math.min(facts.sentAt, now);
  const dueAt = sentAt + (LATE_LOOKS_MS[looks] ?? 0);
  if (now < dueAt) {
    // Made due by a clock that was set back. As one of the looks it would be too early.
    await context.store.saveProgressOfGeneration(job, JSON.stringify({ ...facts, sentAt }));
    return continueAt(dueAt, 'not yet');
  }
  const key = job.name;
  const thread = threadTs === '' ? {} : { threadTs };
  const found = await context.notifier.findPosts({ channelId, ...thread, key, since });
  if (isProblem(found)) return tryAgain(context, claim, found);
  const keep = await placeToKeep(context, key, found);
  if (keep === 'not known yet') return continueAt(context.now() + CARD_MS, 'the card comes first');
  for (const place of found) {
    if (place.channelId === keep?.channelId && place.ts === keep.ts) continue;
    const deleted = await context.notifier.deletePost(place);
    if (!isProblem(deleted)) context.log.info({ key, ts: place.ts }, 'a message that came twice is deleted');
    else if (deleted.code === 'slack_refused' || deleted.code === 'slack_channel_unavailable')
      context.log.warn({ key, why: deleted.facts.error }, 'a message that came twice cannot be deleted');
    // A post that is not there counts as deleted.
    else if (deleted.code !== 'slack_message_deleted') return tryAgain(context, claim, deleted);
  }
  const next = LATE_LOOKS_MS[looks + 1];
  if (next === undefined) return done;
  await context.store.saveProgressOfGeneration(job, JSON.stringify({ ...facts, sentAt, looks: looks + 1 }));
  return continueAt(sentAt + next, 'it may come even later');
}

/** Which of the messages with this key stays; undefined when there is none. */
async function placeToKeep(
  context: Context,
  key: string,
  found: readonly Place[],
): Promise<Place | 'not known yet' | undefined> {
  const edited = await editedMessage(context, key);
  if (edited === undefined) return found.toSorted((a, b) => Number(a.ts) - Number(b.ts))[0];
  return edited.place ?? (found.length === 0 ? undefined : 'not known yet');
}

type Edited = { readonly place?: Place | undefined };

/** The message with this key, if it is one of those that are edited ever after: with its place, once it is known. */
async function editedMessage({ store }: Context, key: string): Promise<Edited | undefined> {
  const warningOf = /^warning:(.+)$/.exec(key)?.[1];
  if (warningOf !== undefined) return { place: (await store.getWarning(warningOf))?.place };
  const cardOf = /^(.+):card$/.exec(key)?.[1];
  if (cardOf !== undefined) {
    const card = await cardById({ store }, cardOf);
    return { place: card && cardPlace(card) };
  }
  const asking = await store.getApprovalCard(key);
  return asking && { place: approvalCardPlace(asking) };
}
