import { type Invite, isOver } from '../domain/invite.ts';
import { mayChange, type Person } from '../domain/person.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { type Context, changeInvite } from './context.ts';
import { planWindow } from './plan-window.ts';

/**
 * Withdraws a cancel or a kick that does not get through: the invite stays as it was, with its start and its end. Withdrawn twice it is
 * withdrawn once. Problems: invite_unknown, not_*, invite_over, nothing_to_withdraw.
 */
export async function withdrawRequest(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  const result = await changeInvite(context, inviteId, async (invite, tx) => {
    const refused = mayChange(invite, person, context.policy);
    if (refused !== undefined) return refused;
    if (isOver(invite, context.now())) return problem('invite_over');
    // One that nobody asked for takes back what must not be there at all (grant-invite.ts).
    const cancels = invite.state === 'cancelling' && invite.cancel !== undefined;
    if (invite.stuckSince === undefined || !(cancels || invite.kickAskedBy !== undefined))
      return problem('nothing_to_withdraw');
    const facts = { by: person.id };
    const action = cancels ? 'cancel_withdrawn' : 'kick_withdrawn';
    await tx.oweWork({ inviteId, kind: 'card', at: 0 });
    await tx.oweWork({ inviteId, kind: 'notice', name: `${action}:${invite.version}`, at: 0, facts });
    const parts = { stuckSince: undefined, problem: undefined };
    if (!cancels) return { parts: { ...parts, kickAskedBy: undefined }, actor: person.id, action };
    // Whether it was made at all may still be in doubt: then it is looked for.
    const state = invite.providerInviteId === undefined ? ('requested' as const) : ('granted' as const);
    if (state === 'granted') await planWindow(tx, invite);
    await tx.oweWork({ inviteId, kind: 'provider', at: 0 });
    return { parts: { ...parts, state, cancel: undefined }, actor: person.id, action };
  });
  context.wake();
  return result ?? problem('invite_unknown');
}
