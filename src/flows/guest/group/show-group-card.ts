import { presenceOf } from '../../../domain/attendance.ts';
import { defined } from '../../../domain/defined.ts';
import { type GuestGroup, membersOf } from '../../../domain/guest-group.ts';
import type { Invite } from '../../../domain/invite.ts';
import type { Job } from '../../../domain/job.ts';
import { noOtherAccess } from '../../../domain/other-access.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { cardPlace } from '../../shared/card-place.ts';
import { cardOfGroup, notifyCardMoved } from '../../shared/card-place-notices.ts';
import {
  type Claim,
  type Context,
  closedStates,
  continueAt,
  done,
  guestlist,
  type Outcome,
  writeAudit,
} from '../../shared/context.ts';
import { hidesGuest } from '../../shared/hides-guest.ts';
import type { GroupMember } from '../../shared/notifier.ts';
import { otherAccessIn } from '../../shared/other-access.ts';
import { postOnce } from '../../shared/post-once.ts';
import { retryNotifyingAt } from '../../shared/retry-notifying.ts';
import { doubtEdit } from '../../shared/write-card-again.ts';
import { planWarning } from '../plan-window.ts';
import { saysGuestIsOut, waitsFor } from '../show-card.ts';

/** How long an edit of the card of a group is the last one, ms: guests who change one after the other are edited together. */
const GROUP_SPACING_MS = 2_000;

/**
 * Makes the card of a group say how each of its guests stands: posted once, edited ever after, and however many change at once, not more
 * often than every two seconds. Killed between a post and its note of it, the next try finds the message by the key it carries.
 */
export async function showGroupCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const group = await context.store.getGuestGroup(job.name);
  if (group === undefined) return done;
  if (claim.afterLost === true) await doubtEdit(context, job);
  const now = context.now();
  const free = (group.cardShownAt ?? 0) + GROUP_SPACING_MS;
  // Far ahead means the clock was set back in between.
  if (now < free && free <= now + GROUP_SPACING_MS) return continueAt(free, 'edited just now');
  const invites = membersOf(await context.store.invitesOfGroup(group.id));
  const place = cardPlace(group);
  const channelId = place?.channelId ?? group.channelId;
  const hiding = await hidesGuest(context, channelId);
  const members = await Promise.all(invites.map((invite) => memberOf(context, invite, channelId)));
  const key = `${group.id}:card`;
  const where = { channelId, key, hidesGuest: hiding.hidesGuest };
  const shown =
    place === undefined
      ? await postOnce(context, job, claim, { channelId, key, since: group.createdAt }, (how) =>
          context.notifier.showGroupCard(group, members, { ...where, ...how, place }),
        )
      : await context.notifier.showGroupCard(group, members, {
          ...where,
          place,
          look: 'not',
          heartbeat: claim.heartbeat,
        });
  if (!isProblem(shown)) {
    if (place?.ts === shown.ts && place.channelId === shown.channelId)
      await context.store.saveGroupCardShown(group.id, now);
    else
      await context.store.transaction(async (tx) => {
        await tx.resetSentPost(job, undefined);
        await tx.saveGroupCard(group.id, { place: shown, shownAt: now }, now);
      });
    if (hiding.inDoubt) await doubtEdit(context, job);
    return done;
  }
  return notShown(context, job, claim, { group, invites, why: shown });
}

/** A guest of a group with what is not in the invite itself. */
async function memberOf(context: Context, invite: Invite, channelId: string): Promise<GroupMember> {
  return {
    invite,
    access: saysGuestIsOut(invite) ? await otherAccessIn(context, invite, channelId) : noOtherAccess,
    ...defined({
      waits: await waitsFor(context, invite),
      presence: presenceOf(await context.store.getAttendance(invite.id)),
    }),
  };
}

async function notShown(
  context: Context,
  job: Job,
  claim: Claim,
  of: { readonly group: GuestGroup; readonly invites: readonly Invite[]; readonly why: Problem },
): Promise<Outcome> {
  const { group, invites, why } = of;
  const isGone = why.code === 'slack_message_deleted' || why.code === 'slack_channel_unavailable';
  const isErased = invites.some(({ erasedAt }) => erasedAt !== undefined);
  // Nobody is to read of old guests again because one of them was erased: what is gone stays so.
  if (isGone && isErased && invites.every(({ state }) => closedStates.includes(state))) {
    context.log.warn({ groupId: group.id, why: why.code }, 'a card with erased personal data cannot be edited');
    return done;
  }
  switch (why.code) {
    case 'slack_message_deleted':
      await context.store.transaction((tx) => tx.saveGroupCard(group.id, { place: undefined }, context.now()));
      return { kind: 'retry', at: 0, failed: true, why: why.code };
    case 'slack_channel_unavailable':
      return moveToDirectMessage(context, claim, { ...of, reason: String(why.facts.error ?? '') });
    default:
      if (why.code === 'slack_outcome_unknown') await doubtEdit(context, job);
      return { kind: 'retry', at: retryGroupAt(context, claim, of), failed: true, why: why.code };
  }
}

/** As long as one of them is news, it is tried as often as that. */
function retryGroupAt(
  context: Context,
  claim: Claim,
  { invites, why }: { readonly invites: readonly Invite[]; readonly why: Problem },
): number {
  return Math.min(...invites.map((invite) => retryNotifyingAt(context, invite, claim, why)));
}

/** The channel cannot be notified any more: who asked is, and reads why (`reason`, Slack's word). All guests of the group move with it. */
async function moveToDirectMessage(
  context: Context,
  claim: Claim,
  of: {
    readonly group: GuestGroup;
    readonly invites: readonly Invite[];
    readonly why: Problem;
    readonly reason: string;
  },
): Promise<Outcome> {
  const { group, reason } = of;
  // Whoever took them over is who invites.
  const requesterId = of.invites[0]?.inviterId ?? group.requesterId;
  const direct = await context.notifier.directChannel(requesterId);
  if (isProblem(direct) || direct === group.channelId) {
    const why = isProblem(direct) ? direct : problem('slack_channel_unavailable');
    context.log.error({ groupId: group.id, why: why.code }, 'could not notify anybody about this group');
    return { kind: 'retry', at: retryGroupAt(context, claim, { ...of, why }), failed: true, why: why.code };
  }
  await context.store.transaction(async (tx) => {
    await tx.saveGroupCard(group.id, { place: undefined, channelId: direct }, context.now());
    const facts = { from: group.channelId };
    const { workspaceId } = group;
    const action = 'moved_to_direct_message';
    for (const invite of await tx.invitesOfGroup(group.id)) {
      // The warning was planned as the old place wanted it.
      if (invite.state === 'granted') await planWarning(tx, invite);
      await writeAudit(context, tx, { inviteId: invite.id, workspaceId, actor: guestlist, action, facts });
    }
    await notifyCardMoved(context, tx, cardOfGroup({ ...group, requesterId }), { why: reason, direct });
  });
  return continueAt(0, 'moved to a direct message');
}
