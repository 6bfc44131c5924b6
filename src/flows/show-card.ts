import { type Invite, isAdopted, isTold } from '../domain/invite.ts';
import { noOtherAccess } from '../domain/other-access.ts';
import { isProblem, problem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { hidesGuest } from './hides-guest.ts';
import { lastOnline } from './host-online.ts';
import { otherAccessIn } from './other-access.ts';
import { cardOfInvite, oweCardMoved } from './owe-card-place.ts';
import { planWarning } from './plan-window.ts';
import { postOnce } from './post-once.ts';
import { retryTellingAt } from './retry-telling.ts';
import type { Place } from './teller.ts';
import { doubtEdit } from './write-card-again.ts';

/**
 * Makes the card say what the invite says: posted once, edited ever after. Its place is saved after the post; killed in
 * between, the next try finds the message by the key it carries.
 */
export async function showCard(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(work.inviteId);
  if (invite === undefined || !isTold(invite)) return done;
  if (claim.afterLost === true) await doubtEdit(context, { inviteId: invite.id, name: '' });
  const place = cardPlace(invite);
  const channelId = place?.channelId ?? invite.channelId;
  const hiding = await hidesGuest(context, channelId);
  const key = `${invite.id}:card`;
  const online = lastOnline(context, invite.hostId);
  const beside = {
    access: saysGuestIsOut(invite) ? await otherAccessIn(context, invite, channelId) : noOtherAccess,
    ...(online === undefined ? {} : { online }),
  };
  const where = { channelId, key, hidesGuest: hiding.hidesGuest, beside };
  const shown =
    place === undefined
      ? await postOnce(context, work, claim, { channelId, key, since: invite.createdAt }, (how) =>
          context.teller.showCard(invite, { ...where, ...how, place }),
        )
      : await context.teller.showCard(invite, { ...where, place, look: 'not', stillMine: claim.stillMine });
  if (!isProblem(shown)) {
    if (place === undefined || shown.ts !== place.ts || shown.channelId !== place.channelId) {
      await savePlace(context, work, shown);
    }
    // What it hides may be for all to see: Slack is asked again.
    if (hiding.inDoubt) await doubtEdit(context, { inviteId: invite.id, name: '' });
    return done;
  }
  switch (shown.code) {
    case 'slack_message_gone':
      await savePlace(context, work, undefined);
      return { kind: 'again', at: 0, failed: true, why: shown.code };
    case 'slack_place_gone':
      return moveToDirectMessage(context, invite, claim, String(shown.facts.error ?? ''));
    default:
      if (shown.code === 'slack_outcome_unknown') await doubtEdit(context, { inviteId: invite.id, name: '' });
      return { kind: 'again', at: retryTellingAt(context, invite, claim, shown), failed: true, why: shown.code };
  }
}

/**
 * The channel cannot be told any more: the person who invited is told instead, and every later state with it. They hear where the card is, and
 * why (`reason`, Slack's word).
 */
async function moveToDirectMessage(context: Context, invite: Invite, claim: Claim, reason: string): Promise<Outcome> {
  const direct = isAdopted(invite) ? problem('slack_place_gone') : await context.teller.directChannel(invite.inviterId);
  if (isProblem(direct) || direct === invite.channelId) {
    const why = isProblem(direct) ? direct : problem('slack_place_gone');
    context.log.error({ inviteId: invite.id, why: why.code }, 'nobody can be told about this invite');
    return { kind: 'again', at: retryTellingAt(context, invite, claim, why), failed: true, why: why.code };
  }
  await context.store.transaction(async (tx) => {
    const current = await tx.lockInvite(invite.id);
    if (current === undefined) return;
    const moved = { ...current, channelId: direct, cardChannelId: undefined, cardTs: undefined };
    await tx.saveInvite(moved, context.now());
    // The warning was planned as the old place wanted it.
    if (current.state === 'granted') await planWarning(tx, moved);
    await oweCardMoved(context, tx, cardOfInvite(invite), { why: reason, direct });
    await tx.insertAudit({
      id: context.newId(),
      inviteId: invite.id,
      at: context.now(),
      actor: 'guestlist',
      action: 'moved_to_direct_message',
      facts: { from: invite.channelId },
    });
  });
  return { kind: 'again', at: 0, failed: false, why: 'moved to a direct message' };
}

async function savePlace(context: Context, work: Work, place: Place | undefined): Promise<void> {
  await context.store.transaction(async (tx) => {
    const current = await tx.lockInvite(work.inviteId);
    if (current === undefined) return;
    await tx.resetSentPost(work, undefined);
    await tx.saveInvite({ ...current, cardChannelId: place?.channelId, cardTs: place?.ts }, context.now());
  });
}

/** Whether the card says that this invite lets its guest in no more. */
function saysGuestIsOut({ state, inviterLeft }: Invite): boolean {
  return state === 'cancelled' || state === 'ended' || inviterLeft?.isHeld === true;
}

/** Where the card stands, once it stands. */
export function cardPlace(invite: Invite): Place | undefined {
  if (invite.cardChannelId === undefined || invite.cardTs === undefined) return undefined;
  return { channelId: invite.cardChannelId, ts: invite.cardTs };
}
