import type { Invite } from '../../domain/invite.ts';
import { mayChange, type Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { type Context, writeAudit } from '../shared/context.ts';

/**
 * The invite with the whole address of its guest, for who invited, coordinators and admins. That it was shown, to whom and where (`channelId`), is in the
 * audit log before anybody sees it. Problems: invite_unknown, invite_erased, email_hidden, not_allowed_*.
 */
export async function revealGuest(
  context: Context,
  inviteId: string,
  person: Person,
  channelId: string,
): Promise<Invite | Problem> {
  return context.store.transaction(async (tx) => {
    const invite = await tx.getInvite(inviteId);
    if (invite === undefined) return problem('invite_unknown');
    const refused = mayChange(invite, person, context.policy());
    if (refused !== undefined) return refused.code === 'not_inviter' ? problem('email_hidden') : refused;
    if (invite.erasedAt !== undefined) return problem('invite_erased');
    await writeAudit(context, tx, { inviteId, actor: person.id, action: 'revealed', facts: { channel: channelId } });
    return invite;
  });
}
