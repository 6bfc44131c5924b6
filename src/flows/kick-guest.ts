import { type Invite, isRunning } from '../domain/invite.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { type Claim, type Context, changeInvite, done, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { mayHaveEnded, recordGone } from './record-gone.ts';

/** Disconnects the guest at Parsec. The guest can come back while the window is open; the thread says that too. */
export async function kickGuest(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  if (invite.providerInviteId === undefined || !isRunning(invite, context.now())) {
    return tell(context, invite, 'kick_refused', problem('invite_not_running'));
  }
  const answer = await context.guestAccess.kick(invite.providerInviteId);
  if (answer === 'kicked') return tell(context, invite, 'kicked', undefined);
  switch (answer.code) {
    case 'provider_not_found':
      return mayHaveEnded(invite, context.now())
        ? tell(context, invite, 'kick_refused', problem('invite_not_running'))
        : recordGone(context, invite);
    case 'provider_outcome_unknown':
    case 'provider_busy':
    case 'provider_unreachable':
      return { kind: 'again', at: retryAt(context, claim, answer), failed: true, why: answer.code };
    default:
      return tell(context, invite, 'kick_refused', answer);
  }
}

async function tell(
  context: Context,
  invite: Invite,
  name: 'kicked' | 'kick_refused',
  why: Problem | undefined,
): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    if (current.kickAskedBy === undefined) return undefined;
    await tx.oweWork({
      inviteId: invite.id,
      kind: 'notice',
      name: `${name}:${current.version}`,
      at: 0,
      facts: { ...why?.facts, by: current.kickAskedBy, ...(why === undefined ? {} : { problem: why.code }) },
    });
    return {
      parts: { kickAskedBy: undefined },
      actor: current.kickAskedBy,
      action: name,
      ...(why === undefined ? {} : { facts: { problem: why.code } }),
    };
  });
  return done;
}
