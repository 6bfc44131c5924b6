import { type Invite, isRunning } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { askOfInvite } from './request-change.ts';

/** Asks to disconnect the guest. Problems: invite_unknown, not_*, invite_ended, invite_not_running. */
export function requestKick(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  return askOfInvite(context, inviteId, person, async (invite, tx) => {
    if (!isRunning(invite, context.now())) return problem('invite_not_running');
    if (invite.kickRequestedBy !== undefined) return undefined;
    await tx.enqueue({ inviteId, kind: 'provider' });
    return { parts: { kickRequestedBy: person.id }, actor: person.id, action: 'kick_asked' };
  });
}
