import { defined } from '../../domain/defined.ts';
import { type Invite, isRunning } from '../../domain/invite.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { type Claim, type Context, changeInvite, done, type Outcome } from '../shared/context.ts';
import { isStuck } from '../shared/is-stuck.ts';
import { mayHaveEnded, recordRemoved } from './record-removed.ts';
import { askAgainAt, notifyStuck } from './stuck.ts';

/**
 * Disconnects the guest at Parsec. The guest can come back while the window is open; the thread says that too. What Parsec refuses stays
 * wanted while the invite runs, unless a person withdraws it or cancels the invite.
 */
export async function kickGuest(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  if (invite.providerInviteId === undefined || !isRunning(invite, context.now())) return notRunning(context, invite);
  const answer = await context.guestAccess.kick(invite.providerInviteId);
  if (answer === 'kicked') return settle(context, invite, 'kicked', undefined);
  if (answer.code === 'provider_not_found')
    return mayHaveEnded(invite, context.now()) ? notRunning(context, invite) : recordRemoved(context, invite);
  return again(context, invite, claim, answer);
}

/** There is nobody to disconnect any more. Where the channel knows that it does not get through, the notice of the end says the rest. */
function notRunning(context: Context, invite: Invite): Promise<Outcome> {
  return settle(context, invite, 'kick_refused', problem('invite_not_running'));
}

/** The channel hears of it once, and the runner keeps at it. */
async function again(context: Context, invite: Invite, claim: Claim, why: Problem): Promise<Outcome> {
  if (isStuck(why, claim)) {
    await changeInvite(context, invite.id, async (current, tx) => {
      const by = current.kickRequestedBy;
      if (by === undefined || current.state !== 'granted' || current.stuckSince !== undefined) return undefined;
      await tx.enqueue({ inviteId: invite.id, kind: 'card' });
      await notifyStuck(context, tx, current, { name: 'kick_refused', by, why });
      return {
        parts: { stuckSince: context.now(), problem: { code: why.code, facts: why.facts } },
        actor: by,
        action: 'kick_refused',
        facts: { problem: why.code },
      };
    });
  }
  return { kind: 'retry', at: askAgainAt(context, invite, claim, why), failed: true, why: why.code };
}

async function settle(
  context: Context,
  invite: Invite,
  name: 'kicked' | 'kick_refused',
  why: Problem | undefined,
): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (current.kickRequestedBy === undefined) return undefined;
    const wasStuck = current.stuckSince !== undefined;
    if (wasStuck) await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    if (!wasStuck || why === undefined) {
      const facts = { ...why?.facts, by: current.kickRequestedBy, ...defined({ problem: why?.code }) };
      await tx.enqueue({ inviteId: invite.id, kind: 'notice', name: `${name}:${current.version}`, facts });
    }
    return {
      parts: { kickRequestedBy: undefined, ...(wasStuck ? { stuckSince: undefined, problem: undefined } : {}) },
      actor: current.kickRequestedBy,
      action: name,
      ...(why === undefined ? {} : { facts: { problem: why.code } }),
    };
  });
  return done;
}
