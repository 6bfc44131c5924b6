import { z } from 'zod';
import { presenceOf } from '../../domain/attendance.ts';
import { noticePlace } from '../../domain/channel-settings.ts';
import { type Invite, isAnnounced } from '../../domain/invite.ts';
import { inviteIdOf, type Job } from '../../domain/job.ts';
import { isProblem } from '../../domain/problem.ts';
import { cardPlace } from '../shared/card-place.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../shared/context.ts';
import { hidesGuest } from '../shared/hides-guest.ts';
import type { Notice } from '../shared/notifier.ts';
import { otherAccessIn } from '../shared/other-access.ts';
import { postOnce } from '../shared/post-once.ts';
import { retryNotifyingAt } from '../shared/retry-notifying.ts';
import { namingFor, reachInviter } from './reach-inviter.ts';

/** Notices that say of a guest that they are out, will be, or were thrown out: what else lets them in is said with it. */
const saysGuestIsOut: ReadonlySet<string> = new Set([
  'ends_soon',
  'expired',
  'cancelled',
  'kicked',
  'inviter_left',
  'twin_cancelled',
]);

/** How long a notice sleeps at most while its card is in trouble, ms: the card may be tried earlier than was planned. */
const LOOK_AGAIN_MS = 60_000;

const Facts = z.record(z.string(), z.union([z.string(), z.number()]));

/** Says one thing once, where the channel wants it. The card itself comes first: a notice waits for it. */
export async function sendNotice(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteIdOf(job));
  if (invite === undefined || !isAnnounced(invite)) return done;
  const place = cardPlace(invite);
  const jobs = await context.store.jobsOfInvite(invite.id);
  const card = jobs.find((other) => other.kind === 'card' && (other.state === 'queued' || other.state === 'claimed'));
  if (place === undefined && card !== undefined) {
    return continueAt(afterCard(context.now(), card), 'the card comes first');
  }
  const { name, facts } = readNotice(job);
  if (await isOvertaken(context, invite, { name, facts })) return done;
  const channelId = place?.channelId ?? invite.channelId;
  const where = noticePlace(name, await context.store.getSettings(invite.channelId));
  const target = { channelId, isAnnouncedThere: where !== 'nowhere' };
  const reached = await reachInviter(context, job, invite, { name, facts }, target);
  if (reached === 'claim lost') return continueAt(context.now() + 1_000, 'claim lost');
  if (where === 'nowhere') return done;
  const { hidesGuest: isHidden } = await hidesGuest(context, channelId);
  const post = { channelId, threadTs: place?.ts, key: `${job.id}:${job.gen}`, since: invite.createdAt };
  const naming = await namingFor(context, invite, { name, facts }, reached);
  const notice = await withAccess(context, invite, { name, facts }, channelId);
  const options = { ...post, hidesGuest: isHidden, broadcast: where === 'broadcast', naming, isDirect: false };
  const sent = await postOnce(context, job, claim, post, (how) =>
    context.notifier.sendNotice(invite, notice, { ...options, ...how }),
  );
  if (!isProblem(sent)) return done;
  const placeGone = sent.code === 'slack_message_deleted' || sent.code === 'slack_channel_unavailable';
  if (placeGone && card?.state !== 'queued') {
    // The card finds its new place; the notice follows it there. One that is looking for it already keeps its growing waits.
    await context.store.enqueue({ inviteId: invite.id, kind: 'card' });
  }
  return { kind: 'retry', at: retryNotifyingAt(context, invite, claim, sent), failed: true, why: sent.code };
}

/** What a notice is, without what makes its name one of its own, and what it is about. */
export function readNotice(job: Pick<Job, 'name' | 'facts'>): Notice {
  return { name: job.name.split(':')[0] ?? job.name, facts: Facts.parse(JSON.parse(job.facts)) };
}

/** Whether a notice is not so any more: as isOutdated, or the guest who was missed has come since. */
export async function isOvertaken(context: Context, invite: Invite, notice: Notice): Promise<boolean> {
  if (isOutdated(invite, notice, context.now())) return true;
  return notice.name === 'absent' && presenceOf(await context.store.getAttendance(invite.id))?.is !== 'absent';
}

/**
 * Whether a start, a warning, an end or that the inviter left is not so any more: Slack can be long in taking it. A
 * moved start or end has its own notice, and what has ended has a notice of its end.
 */
function isOutdated(invite: Invite, { name, facts }: Notice, now: number): boolean {
  if (name === 'expired') return !isAnnouncedEnd(invite, facts.endsAt);
  if (name === 'inviter_left') return invite.inviterLeft === undefined;
  const isStart = name === 'started' || name === 'host_offline';
  const isOfGuest = name === 'arrived' || name === 'absent';
  if (!isStart && !isOfGuest && name !== 'ends_soon') return false;
  if (invite.state !== 'granted' || now >= invite.endsAt) return true;
  if (name === 'arrived') return false;
  return isStart || isOfGuest ? facts.startsAt !== invite.startsAt : facts.endsAt !== invite.endsAt;
}

/** Whether the end (epoch ms) a notice is about is the invite's: it may be open again, or have ended later. */
export function isAnnouncedEnd(invite: Invite, endsAt: unknown): boolean {
  return invite.state === 'ended' && (endsAt === undefined || endsAt === invite.endsAt);
}

/** When to look whether the card stands, epoch ms: a moment after it is tried. */
export function afterCard(now: number, card: Job): number {
  return Math.min(Math.max(card.nextAt, now) + 1_000, now + LOOK_AGAIN_MS);
}

/** A notice with what else lets the guest in, where it says that they are out; as those may know it who read this conversation. */
export async function withAccess(context: Context, invite: Invite, notice: Notice, channelId: string): Promise<Notice> {
  if (!saysGuestIsOut.has(notice.name)) return notice;
  return { ...notice, access: await otherAccessIn(context, invite, channelId) };
}
