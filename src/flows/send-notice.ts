import { z } from 'zod';
import { noticePlace } from '../domain/channel-settings.ts';
import { type Invite, isTold } from '../domain/invite.ts';
import { isProblem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { hidesGuest } from './hides-guest.ts';
import { otherAccessIn } from './other-access.ts';
import { postOnce } from './post-once.ts';
import { namingFor, reachInviter } from './reach-inviter.ts';
import { retryTellingAt } from './retry-telling.ts';
import { cardPlace } from './show-card.ts';
import type { Notice } from './teller.ts';

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
export async function sendNotice(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(work.inviteId);
  if (invite === undefined || !isTold(invite)) return done;
  const place = cardPlace(invite);
  const works = await context.store.workOfInvite(invite.id);
  const card = works.find((other) => other.kind === 'card' && (other.state === 'owed' || other.state === 'taken'));
  if (place === undefined && card !== undefined) {
    return { kind: 'again', at: afterCard(context.now(), card), failed: false, why: 'the card comes first' };
  }
  const { name, facts } = readNotice(work);
  if (isOutdated(invite, { name, facts }, context.now())) return done;
  const channelId = place?.channelId ?? invite.channelId;
  const where = noticePlace(name, await context.store.getSettings(invite.channelId));
  const told = { channelId, isToldThere: where !== 'nowhere' };
  const reached = await reachInviter(context, work, invite, { name, facts }, told);
  if (reached === 'claim lost') return { kind: 'again', at: context.now() + 1_000, failed: false, why: 'claim lost' };
  if (where === 'nowhere') return done;
  const { hidesGuest: isHidden } = await hidesGuest(context, channelId);
  const post = { channelId, threadTs: place?.ts, key: `${work.id}:${work.gen}`, since: invite.createdAt };
  const naming = await namingFor(context, invite, { name, facts }, reached);
  const notice = await withAccess(context, invite, { name, facts }, channelId);
  const options = { ...post, hidesGuest: isHidden, broadcast: where === 'broadcast', naming, isDirect: false };
  const sent = await postOnce(context, work, claim, post, (how) =>
    context.teller.sendNotice(invite, notice, { ...options, ...how }),
  );
  if (!isProblem(sent)) return done;
  const placeGone = sent.code === 'slack_message_gone' || sent.code === 'slack_place_gone';
  if (placeGone && card?.state !== 'owed') {
    // The card finds its new place; the notice follows it there. One that is looking for it already keeps its growing waits.
    await context.store.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
  }
  return { kind: 'again', at: retryTellingAt(context, invite, claim, sent), failed: true, why: sent.code };
}

/** What a notice is, without what makes its name one of its own, and what it tells of. */
export function readNotice(work: Pick<Work, 'name' | 'facts'>): Notice {
  return { name: work.name.split(':')[0] ?? work.name, facts: Facts.parse(JSON.parse(work.facts)) };
}

/**
 * Whether a start, a warning, an end or that the inviter left is not so any more: Slack can be long in taking it. A moved start or end has its own notice, and what
 * is over has its end to tell.
 */
export function isOutdated(invite: Invite, { name, facts }: Notice, now: number): boolean {
  if (name === 'expired') return !isToldEnd(invite, facts.endsAt);
  if (name === 'inviter_left') return invite.inviterLeft === undefined;
  const isStart = name === 'started' || name === 'host_offline';
  if (!isStart && name !== 'ends_soon') return false;
  if (invite.state !== 'granted' || now >= invite.endsAt) return true;
  return isStart ? facts.startsAt !== invite.startsAt : facts.endsAt !== invite.endsAt;
}

/** Whether the end (epoch ms) a notice is about is the invite's: it may be open again, or have ended later. */
export function isToldEnd(invite: Invite, endsAt: unknown): boolean {
  return invite.state === 'ended' && (endsAt === undefined || endsAt === invite.endsAt);
}

/** When to look whether the card stands, epoch ms: a moment after it is tried. */
export function afterCard(now: number, card: Work): number {
  return Math.min(Math.max(card.nextAt, now) + 1_000, now + LOOK_AGAIN_MS);
}

/** A notice with what else lets the guest in, where it says that they are out; as those may know it who read this conversation. */
export async function withAccess(context: Context, invite: Invite, notice: Notice, channelId: string): Promise<Notice> {
  if (!saysGuestIsOut.has(notice.name)) return notice;
  return { ...notice, access: await otherAccessIn(context, invite, channelId) };
}
