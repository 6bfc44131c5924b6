import { type Invite, isRunning } from '../domain/invite.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { type Claim, type Context, changeInvite, done, type Outcome } from './context.ts';
import { mayHaveEnded, recordGone } from './record-gone.ts';
import { askAgainAt, isStuck, notifyStuck } from './stuck.ts';

/**
 * Disconnects the guest at Parsec. The guest can come back while the window is open; the thread says that too. What Parsec refuses stays
 * wanted while the invite runs, unless a person withdraws it or cancels the invite.
 */
export async function kickGuest(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  if (invite.providerInviteId === undefined || !isRunning(invite, context.now())) return notRunning(context, invite);
  const answer = await context.guestAccess.kick(invite.providerInviteId);
  if (answer === 'kicked') return settle(context, invite, 'kicked', undefined);
  if (answer.code === 'provider_not_found')
    return mayHaveEnded(invite, context.now()) ? notRunning(context, invite) : recordGone(context, invite);
  return again(context, invite, claim, answer);
}

/** There is nobody to disconnect any more. Where the channel knows that it does not get through, the end tells the rest. */
function notRunning(context: Context, invite: Invite): Promise<Outcome> {
  return settle(context, invite, 'kick_refused', problem('invite_not_running'));
}

/** The channel hears of it once, and the runner keeps at it. */
async function again(context: Context, invite: Invite, claim: Claim, why: Problem): Promise<Outcome> {
  if (isStuck(why, claim)) {
    await changeInvite(context, invite.id, async (current, tx) => {
      const by = current.kickAskedBy;
      if (by === undefined || current.state !== 'granted' || current.stuckSince !== undefined) return undefined;
      await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
      await notifyStuck(context, tx, current, { name: 'kick_refused', by, why });
      return {
        parts: { stuckSince: context.now(), problem: { code: why.code, facts: why.facts } },
        actor: by,
        action: 'kick_refused',
        facts: { problem: why.code },
      };
    });
  }
  return { kind: 'again', at: askAgainAt(context, invite, claim, why), failed: true, why: why.code };
}

async function settle(
  context: Context,
  invite: Invite,
  name: 'kicked' | 'kick_refused',
  why: Problem | undefined,
): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (current.kickAskedBy === undefined) return undefined;
    const wasStuck = current.stuckSince !== undefined;
    if (wasStuck) await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    if (!wasStuck || why === undefined) {
      await tx.oweWork({
        inviteId: invite.id,
        kind: 'notice',
        name: `${name}:${current.version}`,
        at: 0,
        facts: { ...why?.facts, by: current.kickAskedBy, ...(why === undefined ? {} : { problem: why.code }) },
      });
    }
    return {
      parts: { kickAskedBy: undefined, ...(wasStuck ? { stuckSince: undefined, problem: undefined } : {}) },
      actor: current.kickAskedBy,
      action: name,
      ...(why === undefined ? {} : { facts: { problem: why.code } }),
    };
  });
  return done;
}
