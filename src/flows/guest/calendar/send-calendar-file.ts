import { type CalendarStatus, calendarFacts, calendarStatus } from '../../../domain/calendar/calendar-entry.ts';
import { type CalendarFile, nextSequence } from '../../../domain/calendar/calendar-file.ts';
import type { Invite } from '../../../domain/invite.ts';
import { inviteIdOf, type Job } from '../../../domain/job.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { SentPost } from '../../../store/sent-posts.ts';
import { cardPlace } from '../../shared/card-place.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../../shared/context.ts';
import { hidesGuest } from '../../shared/hides-guest.ts';
import { noteFile } from '../../shared/note-file.ts';
import type { CalendarToSend, Place } from '../../shared/notifier.ts';
import { notifyPerson } from '../../shared/notify-admins.ts';
import { SETTLE_MS } from '../../shared/post-once.ts';
import { retryNotifyingAt } from '../../shared/retry-notifying.ts';
import { shortHash } from '../../shared/short-hash.ts';
import { cardJobOf } from '../card-job.ts';
import { afterCard } from '../send-notice.ts';

/** How soon a file whose answer was lost is looked for, ms. */
const LOOK_MS = 2_000;

/** Whether a calendar file of an invite was given out, and says something else than the invite now: then another is to be sent. */
export async function isCalendarBehind({ store }: Pick<Context, 'store'>, invite: Invite): Promise<boolean> {
  const file = await store.calendarFile(invite.id);
  const status = calendarStatus(invite);
  if (file?.sequence === undefined || status === undefined || invite.erasedAt !== undefined) return false;
  return nextSequence(file, shortHash(calendarFacts(invite, status))) !== undefined;
}

/**
 * Sends the calendar file of an invite into the thread of its card, if somebody waits for it or the one that is there says something else.
 * That it is about to be sent is written down before; when its answer is lost, the thread is read. Where it can't be read, the file counts
 * as sent: it can be asked for again, and the same file twice would look like a change.
 */
export async function sendCalendarFile(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteIdOf(job));
  const file = await context.store.calendarFile(inviteIdOf(job));
  if (invite === undefined || file === undefined || invite.erasedAt !== undefined) return done;
  const place = cardPlace(invite);
  // The card is looking for its place, or its message was deleted: it stands again soon. Where nothing looks, there is none.
  if (place === undefined) {
    const card = await cardJobOf(context, invite);
    if (card !== undefined) return continueAt(afterCard(context.now(), card), 'the card does not stand yet');
    await context.store.settleCalendarFile({ inviteId: invite.id });
    return done;
  }
  const next = await nextFile(context, invite, file, place);
  if (next === undefined) {
    await context.store.settleCalendarFile({ inviteId: invite.id });
    return done;
  }
  const before = claim.attempt > 1 ? await context.store.sentPost(job.id) : undefined;
  const there = before?.key === next.key ? await isThere(context, before, next, place) : 'no';
  const sent = there === 'no' ? await send(context, job, { invite, file, next, place }) : there;
  if (!isProblem(sent)) {
    await context.store.settleCalendarFile({ inviteId: invite.id, sequence: next.sequence, sentHash: next.hash });
    return done;
  }
  if (sent.code === 'files_not_allowed') return tellRequester(context, invite, file);
  return { kind: 'retry', at: retryNotifyingAt(context, invite, claim, sent), failed: true, why: sent.code };
}

type NextFile = CalendarToSend & { readonly hash: string; readonly key: string };

async function nextFile(
  context: Context,
  invite: Invite,
  file: CalendarFile,
  place: Place,
): Promise<NextFile | undefined> {
  const status: CalendarStatus | undefined = calendarStatus(invite);
  if (status === undefined) return undefined;
  const hash = shortHash(calendarFacts(invite, status));
  const sequence = nextSequence(file, hash);
  // What nobody has in a calendar needs no cancel.
  if (sequence === undefined || (file.sequence === undefined && status === 'cancelled')) return undefined;
  const { hidesGuest: isHidden } = await hidesGuest(context, place.channelId);
  const name = `${invite.id}-${sequence}.ics`;
  return { status, sequence, hash, name, key: `${name}:${file.wantedBy ?? ''}`, hidesGuest: isHidden };
}

/** Whether an earlier try of this very file has got through. */
async function isThere(
  context: Context,
  before: SentPost,
  { name }: NextFile,
  { channelId, ts }: Place,
): Promise<'yes' | 'no' | Problem> {
  const found = await context.notifier.hasFile({ channelId, threadTs: ts, name, since: before.sentAt });
  if (isProblem(found)) return found;
  if (found !== 'no') return 'yes';
  const settlesAt = before.sentAt + SETTLE_MS;
  return context.now() < settlesAt ? problem('slack_post_in_doubt', { retryAt: settlesAt }) : 'no';
}

async function send(
  context: Context,
  job: Job,
  { invite, file, next, place }: { invite: Invite; file: CalendarFile; next: NextFile; place: Place },
): Promise<'yes' | Problem> {
  const uploaded = await context.notifier.uploadCalendar(invite, next);
  if (isProblem(uploaded)) return uploaded;
  // The person whose file it is, for when personal data is erased.
  await noteFile(context, { fileId: uploaded.fileId, personId: file.wantedBy ?? invite.inviterId });
  const answer = await context.notifier.shareCalendar(invite, next, {
    fileId: uploaded.fileId,
    channelId: place.channelId,
    threadTs: place.ts,
    heartbeat: () => {
      const now = context.now();
      return context.store.markSentPost(job, { key: next.key, sentAt: now, sends: 1 }, now);
    },
  });
  if (!isProblem(answer)) return 'yes';
  if (answer.code === 'slack_outcome_unknown')
    return problem('slack_post_in_doubt', { retryAt: context.now() + LOOK_MS });
  await context.store.resetSentPost(job, undefined);
  return answer;
}

/** Slack takes no files of ours: nobody gets one, and who asked is told. */
async function tellRequester(context: Context, invite: Invite, { wantedBy }: CalendarFile): Promise<Outcome> {
  await context.store.transaction(async (tx) => {
    await tx.settleCalendarFile({ inviteId: invite.id });
    if (wantedBy === undefined) return;
    const { eventName: event, hostName: host } = invite;
    const id = `${invite.id}:${invite.version}`;
    await notifyPerson(context, wantedBy, { name: 'calendar_not_sent', id, facts: { event, host } }, tx);
  });
  return done;
}
