import type { Invite } from '../../domain/invite.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import {
  type Claim,
  type Context,
  changeInvite,
  continueAt,
  done,
  guestlist,
  type Outcome,
} from '../shared/context.ts';
import { isLost, isStuck } from '../shared/is-stuck.ts';
import { accountFor, findUntaken, sentByNow, settledAt } from './create-invite.ts';
import { isPatienceOver, recordEnd } from './end-invite.ts';
import { isBeingHeld } from './hold-invite.ts';
import { planWindow } from './plan-window.ts';
import { recordRemoved } from './record-removed.ts';
import { askAgainAt, notifyStuck } from './stuck.ts';

/**
 * Takes an invite back at Parsec, which also disconnects a connected guest. Asking twice is harmless: what is not there is not
 * found. A create whose answer was lost is looked for until it cannot come any more, so that no guest keeps a way in. Whatever Parsec
 * says to it, the cancel stays wanted until the guest is out, the time is over, or a person withdraws it (withdraw-request.ts).
 */
export async function cancelInvite(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  const providerInviteId = invite.providerInviteId;
  if (providerInviteId === undefined)
    return invite.createSentAt === undefined ? recordRemoved(context, invite) : findThenCancel(context, invite, claim);

  // Taken back without anybody asking: who was mailed the invitation is mailed that too.
  const { sendEmail } = invite.cancel ?? invite;
  const answer = await context.guestAccess.cancel(providerInviteId, { sendEmail });
  if (answer === 'cancelled' || answer.code === 'provider_not_found') return recordRemoved(context, invite);
  return outOrAgain(context, invite, claim, { providerInviteId, why: answer });
}

/**
 * An earlier try, whose answer was lost, may have done it, or somebody in Parsec's own dashboard; or it expired meanwhile. If they
 * read that the guest is still in, people would look for a way to keep out somebody who is out.
 */
async function outOrAgain(
  context: Context,
  invite: Invite,
  claim: Claim,
  { providerInviteId, why }: { readonly providerInviteId: string; readonly why: Problem },
): Promise<Outcome> {
  const now = context.now();
  const hasEnded = now >= invite.endsAt;
  if (isLost(why) && !hasEnded) return again(context, invite, claim, why);
  const seen = await context.guestAccess.get(providerInviteId);
  if (!isProblem(seen)) {
    if (seen.cancelled) return recordRemoved(context, invite);
    if (hasEnded && (seen.endsAt ?? invite.endsAt) <= now) return recordEnd(context, invite, { seen });
    if (isBeingHeld(invite) && invite.inviterLeft?.isResumed === true) return keepHeld(context, invite);
    return again(context, invite, claim, why);
  }
  if (seen.code === 'provider_not_found') return recordRemoved(context, invite);
  // The window has closed by our own record. Should it not have at Parsec, reconciling cancels it (take-in-page.ts).
  if (isPatienceOver(context, invite, claim)) return recordEnd(context, invite, { seen: undefined });
  return again(context, invite, claim, isLost(seen) ? seen : why);
}

/** Somebody answers for it again, and it is still there: it need not be taken away first. */
async function keepHeld(context: Context, invite: Invite): Promise<Outcome> {
  const kept = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.version !== invite.version) return undefined;
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    await planWindow(tx, current);
    const parts = { state: 'granted', inviterLeft: undefined, stuckSince: undefined, problem: undefined } as const;
    return { parts, actor: guestlist, action: 'hold_withdrawn' };
  });
  return kept === undefined ? continueAt(0, 'changed meanwhile') : done;
}

async function findThenCancel(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  const found = await findUntaken(context, invite);
  if (isProblem(found)) {
    // What was never seen closes with the window that was asked for.
    if (isPatienceOver(context, invite, claim)) return recordRemoved(context, invite);
    return again(context, invite, claim, found);
  }
  if (found === undefined) {
    const at = settledAt(await sentByNow(context, invite));
    if (context.now() < at) return continueAt(at, 'may still arrive');
    return recordRemoved(context, invite);
  }
  const known = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.providerInviteId !== undefined) return undefined;
    await accountFor(tx, invite, found);
    return {
      parts: { providerInviteId: found.providerInviteId, createSentAt: undefined, inDoubt: false },
      actor: guestlist,
      action: 'found_after_doubt',
      facts: { providerInviteId: found.providerInviteId },
    };
  });
  if (known === undefined || isProblem(known)) return done;
  return cancelInvite(context, known, claim);
}

/** The card says why the guest is still in, the channel hears of it once, and the runner keeps at it. */
async function again(context: Context, invite: Invite, claim: Claim, why: Problem): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    // Another bot has had it cancelled since, or a person has withdrawn it: that stays so.
    if (current.state !== 'cancelling') return undefined;
    const isNews = current.stuckSince === undefined && isStuck(why, claim);
    if (!isNews && current.problem?.code === why.code) return undefined;
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    const by = current.cancel?.requestedBy ?? guestlist;
    if (isNews) await notifyStuck(context, tx, current, { name: 'cancel_refused', by, why });
    return {
      parts: { problem: { code: why.code, facts: why.facts }, ...(isNews ? { stuckSince: context.now() } : {}) },
      actor: guestlist,
      action: isNews ? 'cancel_refused' : 'cancel_not_confirmed',
      facts: { problem: why.code },
    };
  });
  return { kind: 'retry', at: askAgainAt(context, invite, claim, why), failed: true, why: why.code };
}
