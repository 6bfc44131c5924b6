import { defined } from '../../domain/defined.ts';
import type { Invite } from '../../domain/invite.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { WarnedEnd } from '../../domain/warning.ts';
import { cardPlace } from '../shared/card-place.ts';
import { type Claim, type Context, continueAt, done, type Outcome, type Warning } from '../shared/context.ts';
import { hidesGuest } from '../shared/hides-guest.ts';
import type { ShownWarning } from '../shared/notifier.ts';
import { otherAccessIn } from '../shared/other-access.ts';
import { LATE_LOOKS_MS, type OnePost, postOnce } from '../shared/post-once.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { retryNotifyingAt } from '../shared/retry-notifying.ts';
import { doubtEdit } from '../shared/write-card-again.ts';
import { cardJobOf } from './card-job.ts';
import { hasLeft } from './reach-inviter.ts';
import { afterCard } from './send-notice.ts';

type End = Omit<WarnedEnd, 'inviteId'> & { readonly invite: Invite };

/** How long a warning that cannot be edited is tried after it was posted, ms: nobody reads it any more. */
const GIVE_UP_MS = 24 * 3_600_000;

/** When a warning is looked for that was sent, has no answer, and warns of nothing any more, ms after it was sent: it must not offer what is over. */
const LOOKS_MS = [2_000, 10_000, 30_000, ...LATE_LOOKS_MS] as const;

/**
 * Makes a message that warns of ends say how things are: posted once, with the ends that still come, and edited ever after. What it says
 * is read when it is sent, by its own job, so that nothing older comes over it.
 */
export async function showWarning(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const warning = await context.store.getWarning(job.name);
  if (warning === undefined) return done;
  if (claim.afterLost === true) await doubtEdit(context, job);
  const ends: End[] = [];
  for (const { inviteId, ...end } of warning.ends) {
    const invite = await context.store.getInvite(inviteId);
    if (invite !== undefined) ends.push({ ...end, invite });
  }
  return warning.place === undefined
    ? post(context, job, claim, warning, ends)
    : edit(context, job, claim, { ...warning.place, mentions: warning.mentions }, ends);
}

async function post(context: Context, job: Job, claim: Claim, warning: Warning, all: readonly End[]): Promise<Outcome> {
  const now = context.now();
  const sentBefore = await context.store.sentPost(job.id);
  // What stands there already is all of it: it says what became of each.
  const ends = sentBefore === undefined ? all.filter((end) => isComing(end, now)) : all;
  const [first] = ends;
  if (first === undefined) return done;
  const threadOf = all.find(({ invite }) => invite.id === warning.threadOf)?.invite;
  const place = threadOf === undefined ? undefined : cardPlace(threadOf);
  if (threadOf !== undefined && place === undefined) {
    const card = await cardJobOf(context, threadOf);
    if (card !== undefined) return continueAt(afterCard(now, card), 'the card comes first');
  }
  const direct = warning.personId === undefined ? undefined : await context.notifier.directChannel(warning.personId);
  if (isProblem(direct)) return notPosted(context, claim, warning, ends, direct);
  const channelId = direct ?? place?.channelId ?? first.invite.channelId;
  const { hidesGuest: isHidden, inDoubt } = await hidesGuest(context, channelId);
  const where = { channelId, threadTs: place?.ts, key: job.id, since: warning.createdAt };
  if (sentBefore !== undefined && !ends.some((end) => isComing(end, now)))
    return findOvertaken(context, claim, warning, where, sentBefore.sentAt);
  const { mentions } = warning;
  const isCalled = mentions !== undefined && !(await hasLeft(context, mentions));
  const shown = {
    ends: await withAccess(context, ends, channelId),
    shownAt: now,
    mentions: isCalled ? mentions : undefined,
  };
  const sent = await postOnce(context, job, claim, where, (how) =>
    context.notifier.showWarning(shown, { ...where, ...how, place: undefined, hidesGuest: isHidden }),
  );
  if (isProblem(sent)) return notPosted(context, claim, warning, ends, sent);
  await context.store.transaction(async (tx) => {
    await tx.resetSentPost(job, undefined);
    const shownOf = ends.map(({ invite }) => invite.id);
    await tx.saveWarningPlace(warning.id, { ...sent, shownAt: now, mentions: shown.mentions }, shownOf);
  });
  if (inDoubt) await doubtEdit(context, job);
  return done;
}

/** A warning may have been posted, and what it warned of is over since: where it stands it is edited, and it is not posted any more. */
async function findOvertaken(
  context: Context,
  claim: Claim,
  warning: Warning,
  where: OnePost,
  sentAt: number,
): Promise<Outcome> {
  const { channelId, threadTs, key, since } = where;
  const found = await context.notifier.findPosts({ channelId, key, since, ...defined({ threadTs }) });
  if (isProblem(found)) return tryAgain(context, claim, found);
  const now = context.now();
  const [place] = found;
  if (place !== undefined) {
    const shownOf = warning.ends.map(({ inviteId }) => inviteId);
    const shown = { ...place, shownAt: Math.min(sentAt, now), mentions: warning.mentions };
    await context.store.saveWarningPlace(warning.id, shown, shownOf);
    return continueAt(0, 'it is there');
  }
  const next = LOOKS_MS.map((ms) => Math.min(sentAt, now) + ms).find((at) => at > now);
  return next === undefined ? done : continueAt(next, 'it may still come');
}

async function notPosted(
  context: Context,
  claim: Claim,
  { personId }: Warning,
  ends: readonly End[],
  why: Problem,
): Promise<Outcome> {
  const isGone = why.code === 'slack_message_deleted' || why.code === 'slack_channel_unavailable';
  // Each card finds its new place, and the warning follows it there. One that is looking for it already keeps its growing waits.
  for (const { invite } of isGone && personId === undefined ? ends : []) {
    if ((await cardJobOf(context, invite))?.state === 'queued') continue;
    await context.store.enqueue({ inviteId: invite.id, kind: 'card' });
  }
  // Tried until the end has come: then there is nothing to warn of.
  return tryAgain(context, claim, why);
}

async function edit(
  context: Context,
  job: Job,
  claim: Claim,
  place: NonNullable<Warning['place']> & Pick<Warning, 'mentions'>,
  ends: readonly End[],
): Promise<Outcome> {
  const { channelId, shownAt, mentions } = place;
  const { hidesGuest: isHidden, inDoubt } = await hidesGuest(context, channelId);
  const shown = await context.notifier.showWarning(
    { ends: await withAccess(context, ends, channelId), shownAt, mentions },
    {
      channelId,
      key: job.id,
      look: 'not',
      heartbeat: claim.heartbeat,
      since: shownAt,
      threadTs: undefined,
      place,
      hidesGuest: isHidden,
    },
  );
  if (inDoubt || (isProblem(shown) && shown.code === 'slack_outcome_unknown')) await doubtEdit(context, job);
  // Somebody has deleted it: there is nothing to correct any more.
  if (!isProblem(shown) || shown.code === 'slack_message_deleted') return done;
  const [first] = ends;
  const refused = shown.code === 'slack_channel_unavailable' || shown.code === 'slack_refused';
  if (first === undefined || (refused && context.now() > shownAt + GIVE_UP_MS)) return done;
  return { kind: 'retry', at: retryNotifyingAt(context, first.invite, claim, shown), failed: true, why: shown.code };
}

/** The ends that still come, with what else lets their guests in, as those may know it who read this conversation. */
async function withAccess(context: Context, ends: readonly End[], channelId: string): Promise<ShownWarning['ends']> {
  const shown: ShownWarning['ends'][number][] = [];
  for (const end of ends) {
    if (end.outcome !== undefined) shown.push(end);
    else shown.push({ ...end, access: await otherAccessIn(context, end.invite, channelId) });
  }
  return shown;
}

/** Whether the end still comes, and as it was warned of: Slack can be long in taking a warning. `now` in epoch ms. */
function isComing({ invite, endsAt, outcome }: End, now: number): boolean {
  return outcome === undefined && invite.state === 'granted' && invite.endsAt === endsAt && now < endsAt;
}
