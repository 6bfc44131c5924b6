import type { Invite } from '../domain/invite.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import { type Claim, type Context, changeInvite, done, guestlist, type Outcome } from './context.ts';
import { findUntaken, retryAt, sentByNow, settledAt } from './grant-invite.ts';
import { planWindow } from './plan-window.ts';
import { recordGone } from './record-gone.ts';

/**
 * Takes an invite back at Parsec, which also disconnects a connected guest. Asking twice is harmless: what is gone is not
 * found. A create whose answer was lost is looked for until it cannot come any more, so that no guest keeps a way in.
 */
export async function cancelInvite(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  const providerInviteId = invite.providerInviteId;
  if (providerInviteId === undefined)
    return invite.createSentAt === undefined ? recordGone(context, invite) : findThenCancel(context, invite, claim);

  // Taken back without anybody asking: who was mailed the invitation is mailed that too.
  const { sendEmail } = invite.cancel ?? invite;
  const answer = await context.guestAccess.cancel(providerInviteId, { sendEmail });
  if (answer === 'cancelled') return recordGone(context, invite);
  switch (answer.code) {
    case 'provider_not_found':
      return recordGone(context, invite);
    case 'provider_outcome_unknown':
    case 'provider_busy':
    case 'provider_unreachable':
      return again(context, invite, claim, answer);
    default:
      return refusedOrGone(context, invite, claim, { providerInviteId, why: answer });
  }
}

/**
 * An earlier try, whose answer was lost, may have done it, or somebody in Parsec's own dashboard: told that the guest is still in,
 * people would look for a way to keep out somebody who is out.
 */
async function refusedOrGone(
  context: Context,
  invite: Invite,
  claim: Claim,
  { providerInviteId, why }: { readonly providerInviteId: string; readonly why: Problem },
): Promise<Outcome> {
  const seen = await context.guestAccess.get(providerInviteId);
  if (!isProblem(seen)) return seen.cancelled ? recordGone(context, invite) : refused(context, invite, why);
  switch (seen.code) {
    case 'provider_not_found':
      return recordGone(context, invite);
    case 'provider_busy':
    case 'provider_unreachable':
      return again(context, invite, claim, seen);
    default:
      return refused(context, invite, why);
  }
}

async function findThenCancel(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  const found = await findUntaken(context, invite);
  if (isProblem(found)) return again(context, invite, claim, found);
  if (found === undefined) {
    const at = settledAt(await sentByNow(context, invite));
    if (context.now() < at) return { kind: 'again', at, failed: false, why: 'may still arrive' };
    return recordGone(context, invite);
  }
  const known = await changeInvite(context, invite.id, async () => ({
    parts: { providerInviteId: found.providerInviteId, createSentAt: undefined, inDoubt: false },
    actor: guestlist,
    action: 'found_after_doubt',
    facts: { providerInviteId: found.providerInviteId },
  }));
  if (known === undefined || isProblem(known)) return done;
  return cancelInvite(context, known, claim);
}

// The card says why the guest is still in, once, and the runner keeps at it.
async function again(context: Context, invite: Invite, claim: Claim, why: Problem): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (current.state !== 'cancelling' || current.problem?.code === why.code) return undefined;
    await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    return {
      parts: { problem: { code: why.code, facts: why.facts } },
      actor: guestlist,
      action: 'cancel_not_confirmed',
      facts: { problem: why.code },
    };
  });
  return { kind: 'again', at: retryAt(context, claim, why), failed: true, why: why.code };
}

/** Parsec will not cancel it: the invite stands as before and the thread says so loudly, for the guest is still in. */
async function refused(context: Context, invite: Invite, why: Problem): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    // Another bot has had it cancelled since: that stays so.
    if (current.state !== 'cancelling') return undefined;
    await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    // While it was being cancelled its start and end had nothing to tell; and one that was found after its answer was lost never had them.
    await planWindow(tx, current);
    await tx.oweWork({
      inviteId: invite.id,
      kind: 'notice',
      name: `cancel_refused:${current.version}`,
      at: 0,
      facts: { ...why.facts, problem: why.code, by: current.cancel?.askedBy ?? guestlist },
    });
    return {
      parts: {
        state: 'granted',
        cancel: undefined,
        problem: { code: why.code, facts: why.facts },
        ...notHeld(current),
      },
      actor: guestlist,
      action: 'cancel_refused',
      facts: { problem: why.code },
    };
  });
  return done;
}

/** What could not be taken away is not held: until somebody takes it over, it is shown to the admins. */
function notHeld({ inviterLeft }: Invite): Pick<Invite, 'inviterLeft'> {
  if (inviterLeft === undefined || inviterLeft.isResumed === true) return { inviterLeft: undefined };
  return { inviterLeft: { ...inviterLeft, isHeld: false } };
}
