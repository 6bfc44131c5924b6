import { type Invite, isOver, isRunning } from '../domain/invite.ts';
import { mayChange, type Person } from '../domain/person.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { type Context, changeInvite } from './context.ts';

/** Asks to disconnect the guest. Problems: invite_unknown, not_*, invite_over, invite_not_running. */
export async function requestKick(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  const result = await changeInvite(context, inviteId, async (invite, tx) => {
    const refused = mayChange(invite, person, context.policy);
    if (refused !== undefined) return refused;
    if (isOver(invite, context.now())) return problem('invite_over');
    if (!isRunning(invite, context.now())) return problem('invite_not_running');
    if (invite.kickAskedBy !== undefined) return undefined;
    await tx.oweWork({ inviteId, kind: 'provider', at: 0 });
    return { parts: { kickAskedBy: person.id }, actor: person.id, action: 'kick_asked' };
  });
  context.wake();
  return result ?? (await context.store.getInvite(inviteId)) ?? problem('invite_unknown');
}
