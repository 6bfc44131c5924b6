import { defined } from '../../domain/defined.ts';
import { fillMessage } from '../../domain/guest-message.ts';
import type { Invite } from '../../domain/invite.ts';
import { isAwaiting, isHeld } from '../../domain/invite.ts';
import { SETTLE_MS, WATCH_MS } from '../../domain/job.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { lateness, uselessAt } from '../../domain/time/late-start.ts';
import type { GuestInviteRequest, ProviderGuestInvite } from '../../providers/provider.ts';
import {
  type Claim,
  type Context,
  changeInvite,
  continueAt,
  done,
  guestlist,
  type Outcome,
  type Statements,
} from '../shared/context.ts';
import { enqueueCardsBeside } from '../shared/other-access.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { awaitApproval } from './await-approval.ts';
import { checkReserve } from './credit-reserve.ts';
import { checkPolicy } from './decide-invite.ts';
import { lateEnd } from './late-end.ts';
import { createOf, markSurplus } from './late-writes.ts';
import { isUnnamed, nameHost } from './look-up-host.ts';
import { planWindow } from './plan-window.ts';

/** The earliest start Parsec accepts is "in the future" when it reads the request; this leaves it time to, ms. */
const START_MARGIN_MS = 15_000;

/**
 * Makes the invite exist at Parsec, once. A create whose answer was lost is looked for before it is sent again: there is no
 * idempotency key, and every create costs a credit.
 */
export async function createInvite(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  // Also one that was sent before another, which certainly did not arrive.
  const unanswered = await context.store.unansweredOf(invite.id);
  if (invite.createSentAt !== undefined || unanswered.some(({ kind }) => kind === 'create')) {
    const known = await lookFor(context, invite, claim);
    if (known !== 'not there') return known;
  }
  const hostName = isUnnamed(invite) ? await nameHost(context, invite.hostId) : undefined;
  const now = context.now();
  if (now + START_MARGIN_MS >= uselessAt(invite)) return fail(context, invite, problem('window_passed'));
  if (isProblem(hostName)) {
    if (hostName.code === 'host_unknown') return fail(context, invite, hostName);
    await notSent(context, invite, hostName);
    return tryAgain(context, claim, hostName);
  }

  const ruling = await checkPolicy(context, { ...invite, hostName: hostName ?? invite.hostName });
  if (ruling.may === 'refuse') return fail(context, invite, ruling.why);
  if (ruling.may === 'wait') {
    await notSent(context, invite, ruling.why);
    return tryAgain(context, claim, ruling.why);
  }
  if (ruling.may === 'ask') return awaitApproval(context, invite, ruling.need);
  const reserve = await checkReserve(context, invite);
  if (reserve.may === 'refuse') return fail(context, invite, reserve.why);
  if (reserve.may === 'wait') {
    await notSent(context, invite, reserve.why);
    return tryAgain(context, claim, reserve.why);
  }
  // What is about to be sent is written first: after a crash the same invite is looked for, not another.
  const createId = context.newId();
  const sent = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.state !== 'requested' || current.version !== invite.version) return undefined;
    if (!(await reserve.stillMay(tx))) return undefined;
    const startsAt = Math.max(current.startsAt, wholeSecond(now + START_MARGIN_MS));
    const { hostId, guestEmail, eventName } = current;
    const endsAt = await lateEnd(context, tx, current, { startsAt, allows: ruling.allows });
    await tx.insertUnanswered({
      id: createId,
      inviteId: invite.id,
      sentAt: now,
      kind: 'create',
      sent: { hostId, guestEmail, eventName, startsAt, endsAt },
    });
    const parts = defined({ createSentAt: now, startsAt, endsAt, hostName });
    const { rule, approvedBy } = ruling;
    return { parts, actor: guestlist, action: 'create_sent', rule, ...defined({ approvedBy }) };
  });
  if (sent === undefined || isProblem(sent)) return continueAt(reserve.againAt(), 'changed meanwhile');
  if (!(await claim.heartbeat())) {
    await context.store.forgetUnanswered([createId]);
    return continueAt(now + SETTLE_MS, 'claim lost');
  }

  const answer = await context.guestAccess.create(wantedOf(sent), { sendEmail: sent.sendEmail });
  if (!isProblem(answer)) return recordCreated(context, sent, answer, 'granted', createId);
  switch (answer.code) {
    case 'provider_outcome_unknown':
      await doubt(context, sent);
      return { kind: 'retry', at: context.now() + 3_000, failed: true, why: answer.code };
    case 'provider_busy':
    case 'provider_unreachable':
      await notSent(context, sent, answer, createId);
      return tryAgain(context, claim, answer);
    default:
      return fail(context, sent, answer, createId);
  }
}

/** Searches Parsec for a create whose answer was lost: recorded when it is there, waited for while it may still come. */
async function lookFor(context: Context, invite: Invite, claim: Claim): Promise<Outcome | 'not there'> {
  const found = await findUntaken(context, invite);
  if (isProblem(found)) {
    await doubt(context, invite);
    return tryAgain(context, claim, found);
  }
  if (found !== undefined) return recordCreated(context, invite, found, 'found_after_doubt');
  const sent = await sentByNow(context, invite);
  const at = settledAt(sent);
  if (context.now() >= at) return 'not there';
  await doubt(context, sent);
  return continueAt(at, 'not there yet');
}

/** From when on an empty search proves that the create never arrived, epoch ms. */
export function settledAt({ createSentAt = 0 }: Invite): number {
  return createSentAt + SETTLE_MS;
}

/**
 * The invite with its create sent by now. One that was sent later was sent before the clock was set back: nobody knows how long ago,
 * so it counts from now.
 */
export async function sentByNow(context: Context, invite: Invite): Promise<Invite> {
  const now = context.now();
  if ((invite.createSentAt ?? 0) <= now) return invite;
  await changeInvite(context, invite.id, async (current) =>
    isOvertaken(current, invite)
      ? undefined
      : { parts: { createSentAt: now }, actor: guestlist, action: 'clock_set_back' },
  );
  return { ...invite, createSentAt: now };
}

/**
 * An invite at Parsec that is what this one wants, or what was sent for it before, and belongs to no other of ours: one that starts
 * "now" is sent with another start each time.
 */
export async function findUntaken(
  context: Context,
  invite: Invite,
): Promise<ProviderGuestInvite | undefined | Problem> {
  const sent = (await context.store.unansweredOf(invite.id)).flatMap(({ kind, sent }) =>
    kind === 'create' ? sent : [],
  );
  const windows = new Map([invite, ...sent].map((each) => [`${each.startsAt} ${each.endsAt}`, each]));
  for (const { startsAt, endsAt } of windows.values()) {
    const found = await context.guestAccess.findSame({ ...wantedOf(invite), startsAt, endsAt });
    if (isProblem(found)) return found;
    const taken = await context.store.takenProviderIds(found.map((seen) => seen.providerInviteId));
    const untaken = found.find((seen) => !taken.has(seen.providerInviteId));
    if (untaken !== undefined) return untaken;
  }
  return undefined;
}

/** A create of ours is accounted for by what was found at Parsec: another one that made the same may still come. */
export async function accountFor(tx: Statements, invite: Invite, seen: ProviderGuestInvite): Promise<void> {
  const create = createOf(await tx.unansweredOf(invite.id), seen);
  if (create !== undefined) await tx.forgetUnanswered([create.id]);
}

async function recordCreated(
  context: Context,
  invite: Invite,
  seen: ProviderGuestInvite,
  action: 'granted' | 'found_after_doubt',
  createId?: string,
): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (current.providerInviteId !== undefined && current.providerInviteId !== seen.providerInviteId) {
      // Sent by another bot meanwhile, and known by that: this one is too many.
      const writes = await tx.unansweredOf(invite.id);
      const create = writes.find(({ id }) => id === createId) ?? createOf(writes, seen);
      if (create !== undefined) await markSurplus(tx, create, seen.providerInviteId);
      return undefined;
    }
    if (createId === undefined) await accountFor(tx, invite, seen);
    else await tx.forgetUnanswered([createId]);
    // Two bots found it: the first has said all there is.
    if (current.providerInviteId !== undefined) return undefined;
    // Cancelled while the create was under way: it has to be taken back, and for that its id must be known.
    const wanted = current.state === 'requested' && !isHeld(current) && !isAwaiting(current);
    // Another bot found nothing and recorded so, while this one was frozen: it is there after all, and the guest must not get in.
    const isLate =
      current.state === 'cancelled' || current.state === 'failed' || (!wanted && current.state === 'requested');
    const window = { startsAt: seen.startsAt ?? current.startsAt, endsAt: seen.endsAt ?? current.endsAt };
    const late = wanted && isPushed(current) ? lateness({ ...current, ...window }) : undefined;
    const parts = {
      ...(wanted ? { state: 'granted' as const } : {}),
      ...(isLate ? { state: 'cancelling' as const } : {}),
      providerInviteId: seen.providerInviteId,
      link: seen.link,
      createSentAt: undefined,
      inDoubt: false,
      ...window,
      problem: late === undefined ? undefined : { code: 'started_late' as const, facts: late },
    };
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    if (isLate) await tx.enqueue({ inviteId: invite.id, kind: 'provider' });
    if (wanted) {
      // Reconciling may have slept longer while there was nothing to watch.
      await tx.hastenReconcile(context.now() + WATCH_MS);
      await planWindow(tx, { ...current, ...parts });
      await enqueueCardsBeside(tx, current, context.now());
    }
    return { parts, actor: guestlist, action, facts: { providerInviteId: seen.providerInviteId } };
  });
  return done;
}

/** Whether the start of an invite is as early as it could be sent, and not the one it was to have. */
function isPushed({ createSentAt, startsAt }: Invite): boolean {
  return createSentAt !== undefined && startsAt === wholeSecond(createSentAt + START_MARGIN_MS);
}

async function doubt(context: Context, invite: Invite): Promise<void> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (current.inDoubt || isOvertaken(current, invite)) return undefined;
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await tx.hastenReconcile(context.now() + WATCH_MS);
    return { parts: { inDoubt: true }, actor: guestlist, action: 'in_doubt' };
  });
}

async function notSent(context: Context, invite: Invite, why: Problem, createId?: string): Promise<void> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (createId !== undefined) await tx.forgetUnanswered([createId]);
    if (isOvertaken(current, invite)) return undefined;
    if (current.problem?.code !== why.code) await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    return {
      parts: { createSentAt: undefined, inDoubt: false, problem: { code: why.code, facts: why.facts } },
      actor: guestlist,
      action: 'create_not_sent',
      facts: { problem: why.code },
    };
  });
}

async function fail(context: Context, invite: Invite, why: Problem, createId?: string): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (createId !== undefined) await tx.forgetUnanswered([createId]);
    if (isOvertaken(current, invite)) return undefined;
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await tx.enqueueOnce({ inviteId: invite.id, kind: 'notice', name: 'failed', facts: { problem: why.code } });
    return {
      parts: {
        // Cancelled while it was being created, and it never was: that is cancelled.
        state: current.cancel === undefined ? 'failed' : 'cancelled',
        inviterLeft: undefined,
        createSentAt: undefined,
        inDoubt: false,
        problem: { code: why.code, facts: why.facts },
      },
      actor: guestlist,
      action: 'failed',
      facts: { problem: why.code },
    };
  });
  return done;
}

// A request that was out for longer than a lease: another bot has sent one of its own since, and its answer is the one that counts.
function isOvertaken(current: Invite, sent: Invite): boolean {
  return current.createSentAt !== sent.createSentAt || current.providerInviteId !== undefined;
}

function wantedOf(invite: Invite): GuestInviteRequest {
  return {
    hostId: invite.hostId,
    guestEmail: invite.guestEmail,
    eventName: invite.eventName,
    permissions: invite.permissions,
    timeZone: invite.timeZone,
    startsAt: invite.startsAt,
    endsAt: invite.endsAt,
    message: fillMessage(invite),
  };
}

// Parsec's timestamps carry sub-second digits only when there are any: whole seconds compare equal on both sides.
function wholeSecond(at: number): number {
  return Math.ceil(at / 1000) * 1000;
}
