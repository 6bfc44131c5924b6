import { z } from 'zod';
import { noticePlace } from '../../domain/channel-settings.ts';
import type { Invite } from '../../domain/invite.ts';
import { inviteIdOf, type Job } from '../../domain/job.ts';
import { isProblem } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../shared/context.ts';
import { hidesGuest } from '../shared/hides-guest.ts';
import type { EndedInvite } from '../shared/notifier.ts';
import { otherAccessIn } from '../shared/other-access.ts';
import { postOnce } from '../shared/post-once.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { isAnnouncedEnd, readNotice } from './send-notice.ts';

/** How long the first end waits for others that came at the same time to be recorded, ms. */
const GATHER_MS = 30_000;
/** How long to wait at least before another look whether all are recorded, ms. */
const GATHER_STEP_MS = 500;
/** Ends in one message: what a person reads, and well inside Slack's 50 blocks. */
const MOST = 100;

/** How far the digest got: messages sent so far, and what stands in the one that is being sent. */
const Progress = z.object({
  sent: z.number().default(0),
  sending: z.object({ ids: z.array(z.string()), since: z.number() }).optional(),
});
type Progress = z.infer<typeof Progress>;

/**
 * Notifies a channel of the ends it has not heard of: one in its card's thread, many in one message that names them all. There
 * is one such job per channel, so two messages about its ends never overlap. What a message will name is written
 * down before it is sent: killed in between, the next try looks for that very message.
 */
export async function sendDigest(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const progress = Progress.parse(JSON.parse(job.facts));
  if (progress.sending !== undefined) return send(context, job, claim, progress, progress.sending, false);

  const channelId = job.name;
  const [oldest] = await context.store.waitingNotices(channelId, { limit: 1 });
  if (oldest === undefined) return done;
  const now = context.now();
  // A clock that was set back must not keep anybody waiting either.
  const gathering = now >= oldest.nextAt && now < oldest.nextAt + GATHER_MS;
  if (gathering && (await context.store.hasEndsToRecord(channelId, now))) {
    // Looked for less and less often: where a thousand are recorded at a slow provider, looking must not be what keeps them.
    const at = Math.min(Math.max(now + GATHER_STEP_MS, now + (now - oldest.nextAt) / 2), oldest.nextAt + GATHER_MS);
    return continueAt(Math.ceil(at), 'more ends are coming');
  }

  const waiting = await context.store.waitingNotices(channelId, { limit: MOST });
  const place = noticePlace(readNotice(oldest).name, await context.store.getSettings(channelId));
  const ids = waiting.map((notice) => notice.id);
  if (place !== 'broadcast' || waiting.length === 1) {
    // Each in its own thread, or nowhere: that is not the channel's business, and nothing is gained by waiting.
    const released = await settle(context, job, progress, (tx) => tx.releaseWaiting(ids, now));
    return released ? continueAt(now, 'sent one by one') : lost(context);
  }
  const sending = { ids, since: now };
  const mine = await context.store.saveProgress(job, JSON.stringify({ ...progress, sending } satisfies Progress));
  return mine ? send(context, job, claim, progress, sending, true) : lost(context);
}

async function send(
  context: Context,
  job: Job,
  claim: Claim,
  progress: Progress,
  sending: { readonly ids: readonly string[]; readonly since: number },
  isFirstTry: boolean,
): Promise<Outcome> {
  const channelId = job.name;
  const notices = await context.store.waitingNotices(channelId, { ids: sending.ids, limit: MOST });
  const ended: Invite[] = [];
  // Invites that are announced elsewhere by now: their ends follow their cards, and are not for this channel any more.
  const moved: string[] = [];
  for (const notice of notices) {
    const invite = await context.store.getInvite(inviteIdOf(notice));
    if (invite === undefined || !isAnnouncedEnd(invite, readNotice(notice).facts.endsAt)) continue;
    if (invite.channelId === channelId) ended.push(invite);
    else moved.push(notice.id);
  }
  if (ended.length > 0) {
    const { hidesGuest: isHidden } = await hidesGuest(context, channelId);
    const ends: EndedInvite[] = [];
    for (const invite of ended) ends.push({ invite, access: await otherAccessIn(context, invite, channelId) });
    const about = ended.map(({ id }) => id);
    const post = { channelId, key: `${job.id}:${progress.sent + 1}`, since: sending.since, isFirstTry, about };
    const sent = await postOnce(context, job, claim, post, (how) =>
      context.notifier.sendDigest(ends, { ...post, ...how, hidesGuest: isHidden }),
    );
    if (isProblem(sent)) {
      if (sent.code !== 'slack_channel_unavailable') return tryAgain(context, claim, sent);
      // Each card finds its new place, and its notice follows it there.
      const released = await settle(context, job, progress, async (tx) => {
        await tx.releaseWaiting(sending.ids, context.now());
        for (const invite of ended) await tx.enqueue({ inviteId: invite.id, kind: 'card' });
      });
      return released ? continueAt(context.now(), sent.code) : lost(context);
    }
  }
  const finished = await settle(context, job, { sent: progress.sent + 1 }, async (tx) => {
    await tx.releaseWaiting(moved, context.now());
    await tx.finishWaiting(sending.ids);
  });
  return finished ? continueAt(context.now(), 'is there more') : lost(context);
}

/** The replica that took over goes on; if none did, the job is still queued. */
function lost(context: Context): Outcome {
  return continueAt(context.now() + 1_000, 'claim lost');
}

/** Writes the result of a message together with the progress; false when the claim is lost, and nothing is written. */
function settle(
  context: Context,
  job: Job,
  progress: Progress,
  write: (tx: Parameters<Parameters<Context['store']['transaction']>[0]>[0]) => Promise<void>,
): Promise<boolean> {
  const { sent } = progress;
  return context.store.transaction(async (tx) => {
    if (!(await tx.saveProgress(job, JSON.stringify({ sent } satisfies Progress)))) return false;
    await write(tx);
    return true;
  });
}
