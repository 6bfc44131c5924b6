import { presenceOf } from '../../domain/attendance.ts';
import { auditedChange } from '../../domain/audited-terms.ts';
import { defined } from '../../domain/defined.ts';
import { type Invite, isAnnounced, isExternal } from '../../domain/invite.ts';
import { inviteIdOf, type Job } from '../../domain/job.ts';
import { noOtherAccess } from '../../domain/other-access.ts';
import { isProblem, problem } from '../../domain/problem.ts';
import { cardPlace } from '../shared/card-place.ts';
import { cardOfInvite, notifyCardMoved } from '../shared/card-place-notices.ts';
import { type Claim, type Context, continueAt, done, guestlist, type Outcome, writeAudit } from '../shared/context.ts';
import { hidesGuest } from '../shared/hides-guest.ts';
import { lastOnline } from '../shared/host-online.ts';
import type { BesideInvite, Place } from '../shared/notifier.ts';
import { otherAccessIn } from '../shared/other-access.ts';
import { postOnce, SETTLE_MS } from '../shared/post-once.ts';
import { retryNotifyingAt } from '../shared/retry-notifying.ts';
import { doubtEdit } from '../shared/write-card-again.ts';
import { isCalendarBehind } from './calendar/send-calendar-file.ts';
import { planWarning } from './plan-window.ts';

/**
 * Makes the card say what the invite says: posted once, edited ever after. Its place is saved after the post; killed in
 * between, the next try finds the message by the key it carries.
 */
export async function showCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteIdOf(job));
  if (invite === undefined || !isAnnounced(invite)) return done;
  // Every change of an invite comes by here, also that of a guest whose card is their group's.
  if (await isCalendarBehind(context, invite)) await context.store.enqueue({ inviteId: invite.id, kind: 'calendar' });
  if (invite.groupId !== undefined) {
    // However many of a group change at once, its card is written by one job.
    await context.store.enqueue({ kind: 'group_card', name: invite.groupId });
    context.wake();
    return done;
  }
  if (claim.afterLost === true) await doubtEdit(context, { inviteId: invite.id, name: '' });
  const place = cardPlace(invite);
  // Nobody is to read what is erased: it is only edited where it stands.
  if (invite.erasedAt !== undefined && place === undefined) return findErased(context, job, claim, invite);
  const channelId = place?.channelId ?? invite.channelId;
  const hiding = await hidesGuest(context, channelId);
  const key = `${invite.id}:card`;
  const online = lastOnline(context, invite.hostId);
  const beside = {
    access: saysGuestIsOut(invite) ? await otherAccessIn(context, invite, channelId) : noOtherAccess,
    ...defined({
      online,
      waits: await waitsFor(context, invite),
      presence: presenceOf(await context.store.getAttendance(invite.id)),
    }),
  };
  const where = { channelId, key, hidesGuest: hiding.hidesGuest, beside };
  const shown =
    place === undefined
      ? await postOnce(context, job, claim, { channelId, key, since: invite.createdAt }, (how) =>
          context.notifier.showCard(invite, { ...where, ...how, place }),
        )
      : await context.notifier.showCard(invite, { ...where, place, look: 'not', heartbeat: claim.heartbeat });
  if (!isProblem(shown)) {
    if (place === undefined || shown.ts !== place.ts || shown.channelId !== place.channelId) {
      await savePlace(context, job, shown);
    }
    // What it hides may be for all to see: Slack is asked again.
    if (hiding.inDoubt) await doubtEdit(context, { inviteId: invite.id, name: '' });
    return done;
  }
  const isGone = shown.code === 'slack_message_deleted' || shown.code === 'slack_channel_unavailable';
  if (invite.erasedAt !== undefined && isGone) {
    const why = String(shown.facts.error ?? shown.code);
    context.log.warn({ inviteId: invite.id, why }, 'a card with erased personal data cannot be edited');
    return done;
  }
  switch (shown.code) {
    case 'slack_message_deleted':
      await savePlace(context, job, undefined);
      return { kind: 'retry', at: 0, failed: true, why: shown.code };
    case 'slack_channel_unavailable':
      return moveToDirectMessage(context, invite, claim, String(shown.facts.error ?? ''));
    default:
      if (shown.code === 'slack_outcome_unknown') await doubtEdit(context, { inviteId: invite.id, name: '' });
      return { kind: 'retry', at: retryNotifyingAt(context, invite, claim, shown), failed: true, why: shown.code };
  }
}

/** The request for approval that an invite, or a change of it, waits for. */
export async function waitsFor({ store }: Context, { id }: Invite): Promise<BesideInvite['waits']> {
  const approval = await store.openApprovalOf(id);
  return approval && { approval, votes: (await store.votesOf(approval.id)).length };
}

/** A card that was on its way when it was erased may stand there, with all that was in it: it is looked for, and edited if it does. */
async function findErased(context: Context, job: Job, claim: Claim, invite: Invite): Promise<Outcome> {
  const sent = await context.store.sentPost(job.id);
  if (sent === undefined) return done;
  const { id, channelId, createdAt: since } = invite;
  const found = await context.notifier.findPosts({ channelId, key: `${id}:card`, since });
  if (isProblem(found))
    return { kind: 'retry', at: retryNotifyingAt(context, invite, claim, found), failed: true, why: found.code };
  const [card] = found;
  if (card !== undefined) {
    await savePlace(context, job, card);
    return continueAt(0, 'found the card of an erased invite');
  }
  const settlesAt = Math.min(sent.sentAt, context.now()) + SETTLE_MS;
  return context.now() < settlesAt ? continueAt(settlesAt, 'the card may still come') : done;
}

/**
 * The channel cannot be notified any more: the card and every later state of it go to the inviter instead. They hear where the card is, and
 * why (`reason`, Slack's word).
 */
async function moveToDirectMessage(context: Context, invite: Invite, claim: Claim, reason: string): Promise<Outcome> {
  const direct = isExternal(invite)
    ? problem('slack_channel_unavailable')
    : await context.notifier.directChannel(invite.inviterId);
  if (isProblem(direct) || direct === invite.channelId) {
    const why = isProblem(direct) ? direct : problem('slack_channel_unavailable');
    context.log.error({ inviteId: invite.id, why: why.code }, 'could not notify anybody about this invite');
    return { kind: 'retry', at: retryNotifyingAt(context, invite, claim, why), failed: true, why: why.code };
  }
  await context.store.transaction(async (tx) => {
    const current = await tx.lockInvite(invite.id);
    if (current === undefined) return;
    const moved = { ...current, channelId: direct, cardChannelId: undefined, cardTs: undefined };
    await tx.saveInvite(moved, context.now());
    // The warning was planned as the old place wanted it.
    if (current.state === 'granted') await planWarning(tx, moved);
    await notifyCardMoved(context, tx, cardOfInvite(invite), { why: reason, direct });
    const facts = { from: invite.channelId };
    const { id: inviteId, workspaceId } = invite;
    const action = 'moved_to_direct_message';
    await writeAudit(context, tx, {
      inviteId,
      workspaceId,
      actor: guestlist,
      action,
      facts,
      ...auditedChange(current, moved),
    });
  });
  return continueAt(0, 'moved to a direct message');
}

async function savePlace(context: Context, job: Job, place: Place | undefined): Promise<void> {
  await context.store.transaction(async (tx) => {
    const current = await tx.lockInvite(inviteIdOf(job));
    if (current === undefined) return;
    await tx.resetSentPost(job, undefined);
    await tx.saveInvite({ ...current, cardChannelId: place?.channelId, cardTs: place?.ts }, context.now());
  });
}

/** Whether the card says that this invite lets its guest in no more. */
export function saysGuestIsOut({ state, inviterLeft }: Invite): boolean {
  return state === 'cancelled' || state === 'ended' || inviterLeft?.isHeld === true;
}
