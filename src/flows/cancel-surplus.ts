import { z } from 'zod';
import { type Invite, isTold } from '../domain/invite.ts';
import type { Problem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, guestlist, type Outcome } from './context.ts';
import { askAgainAt, isStuck } from './stuck.ts';

/** When the window of the invite at the provider closes, epoch ms. */
const Facts = z.object({ endsAt: z.number() });

/**
 * Cancels at the provider what a write of ours made there too late: a second invite, or one whose time was over. The invite it was
 * written for stays as it is. Told and noted once, however often it is tried; wanted until it is gone.
 */
export async function cancelSurplus(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const providerInviteId = work.name;
  const invite = await context.store.getInvite(work.inviteId);
  if (invite === undefined) return done;
  const { endsAt } = Facts.parse(JSON.parse(work.facts));
  // Its own window has closed: nobody gets in any more.
  if (context.now() >= endsAt) {
    await context.store.settleSurplus(providerInviteId);
    return done;
  }
  // While the other one lets the guest in, a mail that the invite is cancelled would be wrong.
  const sendEmail = invite.state !== 'granted' && invite.sendEmail;
  const answer = await context.guestAccess.cancel(providerInviteId, { sendEmail });
  if (answer === 'cancelled' || answer.code === 'provider_not_found') return recordGone(context, invite, work);
  if (isStuck(answer, claim)) await tellOnce(context, invite, work, answer);
  return { kind: 'again', at: askAgainAt(context, { endsAt }, claim, answer), failed: true, why: answer.code };
}

async function recordGone(context: Context, invite: Invite, { name: providerInviteId }: Work): Promise<Outcome> {
  await context.store.transaction(async (tx) => {
    if (!(await tx.settleSurplus(providerInviteId))) return;
    await tx.insertAudit({
      id: context.newId(),
      inviteId: invite.id,
      at: context.now(),
      actor: guestlist,
      action: 'twin_cancelled',
      facts: { providerInviteId },
    });
    if (!isTold(invite)) return;
    const name = `twin_cancelled:${providerInviteId}`;
    await tx.oweWorkOnce({ inviteId: invite.id, kind: 'notice', name, at: 0, facts: { stands: stands(invite) } });
  });
  context.wake();
  return done;
}

/** The guest has a way in that nobody sees: the channel must know as long as it is there. */
async function tellOnce(context: Context, invite: Invite, { name }: Work, why: Problem): Promise<void> {
  context.log.error({ inviteId: invite.id, why: why.code }, 'a second invite at the provider is not cancelled yet');
  if (!isTold(invite)) return;
  const facts = { ...why.facts, problem: why.code };
  await context.store.oweWorkOnce({ inviteId: invite.id, kind: 'notice', name: `twin_refused:${name}`, at: 0, facts });
}

/** 1 while the invite itself lets the guest in, as notices keep facts. */
function stands({ state }: Invite): number {
  return state === 'granted' ? 1 : 0;
}
