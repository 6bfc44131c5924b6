import { z } from 'zod';
import { noticePlace } from '../domain/channel-settings.ts';
import type { Invite } from '../domain/invite.ts';
import { isProblem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { hidesGuest } from './hides-guest.ts';
import { otherAccessIn } from './other-access.ts';
import { postOnce } from './post-once.ts';
import { isToldEnd, readNotice } from './send-notice.ts';
import type { EndedInvite } from './teller.ts';

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
 * Tells a channel of the ends that nobody has told it of: one in its card's thread, many in one message that names them all. There
 * is one row of this work per channel, so its ends are never told beside each other. What a message will name is written
 * down before it is sent: killed in between, the next try looks for that very message.
 */
export async function sendDigest(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const progress = Progress.parse(JSON.parse(work.facts));
  if (progress.sending !== undefined) return send(context, work, claim, progress, progress.sending, false);

  const channelId = work.name;
  const [oldest] = await context.store.waitingNotices(channelId, { limit: 1 });
  if (oldest === undefined) return done;
  const now = context.now();
  // A clock that was set back must not keep anybody waiting either.
  const gathering = now >= oldest.nextAt && now < oldest.nextAt + GATHER_MS;
  if (gathering && (await context.store.hasEndsToRecord(channelId, now))) {
    // Looked for less and less often: where a thousand are recorded at a slow provider, looking must not be what keeps them.
    const at = Math.min(Math.max(now + GATHER_STEP_MS, now + (now - oldest.nextAt) / 2), oldest.nextAt + GATHER_MS);
    return { kind: 'again', at: Math.ceil(at), failed: false, why: 'more ends are coming' };
  }

  const waiting = await context.store.waitingNotices(channelId, { limit: MOST });
  const place = noticePlace(readNotice(oldest).name, await context.store.getSettings(channelId));
  const ids = waiting.map((notice) => notice.id);
  if (place !== 'broadcast' || waiting.length === 1) {
    // Each in its own thread, or nowhere: that is not the channel's business, and nothing is gained by waiting.
    const released = await settle(context, work, progress, (tx) => tx.releaseWaiting(ids, now));
    return released ? { kind: 'again', at: now, failed: false, why: 'told one by one' } : lost(context);
  }
  const sending = { ids, since: now };
  const mine = await context.store.saveProgress(work, JSON.stringify({ ...progress, sending } satisfies Progress));
  return mine ? send(context, work, claim, progress, sending, true) : lost(context);
}

async function send(
  context: Context,
  work: Work,
  claim: Claim,
  progress: Progress,
  sending: { readonly ids: readonly string[]; readonly since: number },
  isFirstTry: boolean,
): Promise<Outcome> {
  const channelId = work.name;
  const notices = await context.store.waitingNotices(channelId, { ids: sending.ids, limit: MOST });
  const ended: Invite[] = [];
  // Invites that are told elsewhere by now: their ends follow their cards, and are not for this channel any more.
  const moved: string[] = [];
  for (const notice of notices) {
    const invite = await context.store.getInvite(notice.inviteId);
    if (invite === undefined || !isToldEnd(invite, readNotice(notice).facts.endsAt)) continue;
    if (invite.channelId === channelId) ended.push(invite);
    else moved.push(notice.id);
  }
  if (ended.length > 0) {
    const { hidesGuest: isHidden } = await hidesGuest(context, channelId);
    const ends: EndedInvite[] = [];
    for (const invite of ended) ends.push({ invite, access: await otherAccessIn(context, invite, channelId) });
    const post = { channelId, key: `${work.id}:${progress.sent + 1}`, since: sending.since, isFirstTry };
    const sent = await postOnce(context, work, claim, post, (how) =>
      context.teller.sendDigest(ends, { ...post, ...how, hidesGuest: isHidden }),
    );
    if (isProblem(sent)) {
      if (sent.code !== 'slack_place_gone')
        return { kind: 'again', at: retryAt(context, claim, sent), failed: true, why: sent.code };
      // Each card finds its new place, and its notice follows it there.
      const released = await settle(context, work, progress, async (tx) => {
        await tx.releaseWaiting(sending.ids, context.now());
        for (const invite of ended) await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
      });
      return released ? { kind: 'again', at: context.now(), failed: false, why: sent.code } : lost(context);
    }
  }
  const finished = await settle(context, work, { sent: progress.sent + 1 }, async (tx) => {
    await tx.releaseWaiting(moved, context.now());
    await tx.finishWaiting(sending.ids);
  });
  return finished ? { kind: 'again', at: context.now(), failed: false, why: 'is there more' } : lost(context);
}

/** Whoever took over goes on; should nobody have, the work is still owed. */
function lost(context: Context): Outcome {
  return { kind: 'again', at: context.now() + 1_000, failed: false, why: 'claim lost' };
}

/** Writes what came of a message together with the progress; false when the claim is lost, and nothing is written. */
function settle(
  context: Context,
  work: Work,
  progress: Progress,
  write: (tx: Parameters<Parameters<Context['store']['transaction']>[0]>[0]) => Promise<void>,
): Promise<boolean> {
  const { sent } = progress;
  return context.store.transaction(async (tx) => {
    if (!(await tx.saveProgress(work, JSON.stringify({ sent } satisfies Progress)))) return false;
    await write(tx);
    return true;
  });
}
