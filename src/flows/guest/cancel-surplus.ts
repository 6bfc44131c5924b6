import { z } from 'zod';
import { type Invite, isAnnounced } from '../../domain/invite.ts';
import { inviteIdOf, type Job } from '../../domain/job.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Claim, type Context, done, guestlist, type Outcome, writeAudit } from '../shared/context.ts';
import { isStuck } from '../shared/is-stuck.ts';
import { askAgainAt } from './stuck.ts';

/** When the window of the invite at the provider closes, epoch ms. */
const Facts = z.object({ endsAt: z.number() });

/**
 * Cancels at the provider what a write of ours made there too late: a second invite, or one whose time was over. The invite it was
 * written for stays as it is. Noted and notified once, however often it is tried; wanted until it is confirmed.
 */
export async function cancelSurplus(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const providerInviteId = job.name;
  const invite = await context.store.getInvite(inviteIdOf(job));
  if (invite === undefined) return done;
  const { endsAt } = Facts.parse(JSON.parse(job.facts));
  // Its own window has closed: nobody gets in any more.
  if (context.now() >= endsAt) {
    await context.store.settleSurplus(providerInviteId);
    return done;
  }
  // While the other one lets the guest in, a mail that the invite is cancelled would be wrong.
  const sendEmail = invite.state !== 'granted' && invite.sendEmail;
  const answer = await context.guestAccess.cancel(providerInviteId, { sendEmail });
  if (answer === 'cancelled' || answer.code === 'provider_not_found') return recordRemoved(context, invite, job);
  if (isStuck(answer, claim)) await notifyOnce(context, invite, job, answer);
  return { kind: 'retry', at: askAgainAt(context, { endsAt }, claim, answer), failed: true, why: answer.code };
}

async function recordRemoved(context: Context, invite: Invite, { name: providerInviteId }: Job): Promise<Outcome> {
  await context.store.transaction(async (tx) => {
    if (!(await tx.settleSurplus(providerInviteId))) return;
    const facts = { providerInviteId };
    const { id: inviteId, workspaceId } = invite;
    await writeAudit(context, tx, { inviteId, workspaceId, actor: guestlist, action: 'twin_cancelled', facts });
    if (!isAnnounced(invite)) return;
    const name = `twin_cancelled:${providerInviteId}`;
    await tx.enqueueOnce({ inviteId: invite.id, kind: 'notice', name, facts: { stands: stands(invite) } });
  });
  context.wake();
  return done;
}

/** The guest has a way in that nobody sees: the channel must know as long as it is there. */
async function notifyOnce(context: Context, invite: Invite, { name }: Job, why: Problem): Promise<void> {
  context.log.error({ inviteId: invite.id, why: why.code }, 'a second invite at the provider is not cancelled yet');
  if (!isAnnounced(invite)) return;
  const facts = { ...why.facts, problem: why.code };
  await context.store.enqueueOnce({ inviteId: invite.id, kind: 'notice', name: `twin_refused:${name}`, facts });
}

/** 1 while the invite itself lets the guest in, as notices keep facts. */
function stands({ state }: Invite): number {
  return state === 'granted' ? 1 : 0;
}
