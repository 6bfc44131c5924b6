import type { HostOnline } from '../../domain/host-online.ts';
import { type Invite, isAnnounced, isHeld, sentOf } from '../../domain/invite.ts';
import { isProblem } from '../../domain/problem.ts';
import {
  type Claim,
  type Context,
  changeInvite,
  continueAt,
  done,
  guestlist,
  type Outcome,
  type ProviderGuestInvite,
} from '../shared/context.ts';
import { lookWhetherOnline } from '../shared/host-online.ts';
import { enqueueCardsBeside } from '../shared/other-access.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { carriesChange, confirm } from './change-invite.ts';
import { endHeld } from './hold-invite.ts';
import { lateEndOf, markSurplus } from './late-writes.ts';
import { planWindow } from './plan-window.ts';
import { moved } from './provider-difference.ts';
import { recordRemoved } from './record-removed.ts';
import { settleWarnings } from './settle-warnings.ts';

/** How long the end waits for Parsec to answer before our own record of the window decides, ms. */
const PATIENCE_MS = 120_000;
/** How often Parsec is asked at least, over a minute or so, before our own record decides. */
const MIN_TRIES = 6;

/** After this a start is no news any more, ms: the card says since when. */
const START_NEWS_MS = 15 * 60_000;

/**
 * The window opens: the card changes, and the channel hears of it if it wants to. That the host is off it hears in any case: nobody can
 * connect then.
 */
export async function startInvite(context: Context, inviteId: string): Promise<Outcome> {
  const online = await onlineAtStart(context, inviteId);
  return context.store.transaction(async (tx) => {
    const invite = await tx.getInvite(inviteId);
    if (invite?.state !== 'granted' || !isAnnounced(invite)) return done;
    if (context.now() < invite.startsAt) return notYet(invite.startsAt);
    await tx.enqueue({ inviteId, kind: 'card' });
    // Late it would be no news: an invite that has ended by now has a notice of its end, and a window that a change has moved
    // may have begun long before the channel wanted to hear of starts.
    const { starts } = await tx.getSettings(invite.channelId);
    if (context.now() >= Math.min(invite.endsAt, invite.startsAt + START_NEWS_MS)) return done;
    if (!starts && online !== 'offline') return done;
    const name = `${starts ? 'started' : 'host_offline'}:${invite.startsAt}`;
    const facts = { startsAt: invite.startsAt, ...(online === 'online' ? {} : { online }) };
    await tx.enqueueOnce({ inviteId, kind: 'notice', name, facts });
    return done;
  });
}

/** Whether the host of an invite that starts is on. Not asked for one that starts later by now, or has ended. */
async function onlineAtStart(context: Context, inviteId: string): Promise<HostOnline['is']> {
  const invite = await context.store.getInvite(inviteId);
  if (invite?.state !== 'granted' || context.now() < invite.startsAt || context.now() >= invite.endsAt) return 'online';
  return (await lookWhetherOnline(context, invite.hostId)).is;
}

/** Moved to later while this was claimed, or the clock was set back since. `at` in epoch ms. */
export function notYet(at: number): Outcome {
  return continueAt(at, 'not yet');
}

/**
 * The window closes. Parsec is read again first, since it is the truth: extended there, the end moves; cancelled there, it is
 * cancelled; otherwise it has ended, and the channel is notified once.
 */
export async function endInvite(context: Context, inviteId: string, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteId);
  if (invite?.state === 'requested' && isHeld(invite)) return endHeld(context, invite);
  if (invite === undefined || invite.state !== 'granted') return done;
  const now = context.now();
  if (now < invite.endsAt) return notYet(invite.endsAt);
  // A change that was sent may have moved the end: it settles first, and until then our own record does not know the window.
  const sent = sentOf(invite.change);
  if (sent !== undefined && isPatient(invite, now)) return continueAt(now + 2_000, 'a change is under way');
  if (invite.providerInviteId === undefined) return recordEnd(context, invite, { seen: undefined });

  const seen = await context.guestAccess.get(invite.providerInviteId);
  if (isProblem(seen)) {
    if (seen.code === 'provider_not_found') return recordEnd(context, invite, { seen: 'missing' });
    // A key that is not accepted will not be in two minutes either: then our own record of the window decides at once.
    const passing =
      seen.code === 'provider_busy' || seen.code === 'provider_unreachable' || seen.code === 'provider_nonsense';
    if (passing && !isPatienceOver(context, invite, claim)) return tryAgain(context, claim, seen);
    return recordEnd(context, invite, { seen: undefined });
  }
  if (seen.cancelled) return recordRemoved(context, invite);
  // A change of ours got through, and its answer was lost: the end to wait for is the one it brought.
  if (sent !== undefined && carriesChange(seen, sent)) return confirm(context, invite, sent);
  if (seen.endsAt !== undefined && seen.endsAt > now) {
    const late = await lateEndOf(context, invite, seen.endsAt);
    if (late === undefined) return extended(context, invite, seen.endsAt);
    // A change of ours came after others, that ended it sooner: nobody wants the guest in any more.
    await context.store.transaction((tx) => markSurplus(tx, late, seen.providerInviteId));
    return recordEnd(context, invite, { seen: 'missing' });
  }
  return recordEnd(context, invite, { seen });
}

/** Whether Parsec has had its time to answer since the end, or since the end that was sent to it. `now` in epoch ms. */
function isPatient(invite: Invite, now: number): boolean {
  return now < Math.max(invite.endsAt, sentOf(invite.change)?.endsAt ?? 0) + PATIENCE_MS;
}

/**
 * Whether our own record of the window decides. After a long stop, or a clock that jumped, the patience in time is over before anybody
 * has asked: so it has been asked some times as well.
 */
export function isPatienceOver(context: Context, invite: Invite, claim: Claim): boolean {
  return !isPatient(invite, context.now()) && claim.tries >= MIN_TRIES;
}

/** When it ended at Parsec, epoch ms: somebody may have moved the end there while nobody looked. */
export function endThere(invite: Invite, seen: ProviderGuestInvite): number {
  const endsAt = moved(invite.endsAt, seen.endsAt);
  return endsAt !== undefined && endsAt > invite.startsAt ? endsAt : invite.endsAt;
}

/**
 * It has ended: as Parsec shows it, or `seen` undefined, by our own record. A change somebody waits for was not made, unless it was sent
 * and nobody could see what became of it. A cancel that did not get through stays noted: should Parsec not have closed the window,
 * it is still wanted.
 */
export async function recordEnd(
  context: Context,
  invite: Invite,
  { seen }: { readonly seen: ProviderGuestInvite | 'missing' | undefined },
): Promise<Outcome> {
  const endsAt = seen === undefined || seen === 'missing' ? invite.endsAt : endThere(invite, seen);
  const written = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.version !== invite.version) return undefined;
    if (seen !== undefined) await tx.overtakeChanges(invite.id);
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await enqueueCardsBeside(tx, current, context.now());
    await settleWarnings(tx, invite.id, { kind: 'ended', endsAt });
    const { channelId } = current;
    const notice = { name: `expired:${endsAt}`, at: context.now(), facts: { endsAt } };
    await tx.addToDigest({ inviteId: invite.id, channelId, ...notice });
    if (current.change !== undefined && (seen !== undefined || current.change.sentAt === undefined)) {
      const facts = { problem: 'invite_ended', by: current.change.requestedBy };
      await tx.enqueue({ inviteId: invite.id, kind: 'notice', name: `change_refused:${current.version}`, facts });
    }
    return {
      parts: {
        state: 'ended',
        endsAt,
        change: undefined,
        kickRequestedBy: undefined,
        stuckSince: undefined,
        // Reconciling goes by it: what nobody saw to end may not be over.
        problem: seen === undefined ? { code: 'end_unseen', facts: {} } : undefined,
      },
      actor: guestlist,
      action: 'ended',
    };
  });
  return written === undefined ? movedMeanwhile : done;
}

/** Somebody wrote the invite while Parsec was read: a change that went out in its last moment may have moved the end. */
const movedMeanwhile: Outcome = continueAt(0, 'changed meanwhile');

async function extended(context: Context, invite: Invite, endsAt: number): Promise<Outcome> {
  const written = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.version !== invite.version) return undefined;
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await planWindow(tx, { ...current, endsAt });
    await enqueueCardsBeside(tx, current, context.now());
    await settleWarnings(tx, invite.id, { kind: 'moved', endsAt, by: guestlist });
    const facts = { by: guestlist, endsAtBefore: current.endsAt, endsAt };
    await tx.enqueue({ inviteId: invite.id, kind: 'notice', name: `changed:${current.version}`, facts });
    const action = 'extended_at_provider';
    return { parts: { endsAt }, actor: guestlist, action, facts: { endsAt }, via: 'dashboard' };
  });
  return written === undefined ? movedMeanwhile : done;
}
