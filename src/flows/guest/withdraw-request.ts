import type { Invite } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { planWindow } from './plan-window.ts';
import { askOfInvite } from './request-change.ts';

/**
 * Withdraws a cancel or a kick that does not get through: the invite stays as it was, with its start and its end. Withdrawn twice it is
 * withdrawn once. Problems: invite_unknown, not_*, invite_ended, nothing_to_withdraw.
 */
export function withdrawRequest(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  return askOfInvite(context, inviteId, person, async (invite, tx) => {
    // One that nobody asked for takes back what must not be there at all (grant-invite.ts).
    const cancels = invite.state === 'cancelling' && invite.cancel !== undefined;
    if (invite.stuckSince === undefined || !(cancels || invite.kickRequestedBy !== undefined))
      return problem('nothing_to_withdraw');
    const facts = { by: person.id };
    const action = cancels ? 'cancel_withdrawn' : 'kick_withdrawn';
    await tx.enqueue({ inviteId, kind: 'card' });
    await tx.enqueue({ inviteId, kind: 'notice', name: `${action}:${invite.version}`, facts });
    const parts = { stuckSince: undefined, problem: undefined };
    if (!cancels) return { parts: { ...parts, kickRequestedBy: undefined }, actor: person.id, action };
    // Whether it was made at all may still be in doubt: then it is looked for.
    const state = invite.providerInviteId === undefined ? ('requested' as const) : ('granted' as const);
    if (state === 'granted') await planWindow(tx, invite);
    await tx.enqueue({ inviteId, kind: 'provider' });
    return { parts: { ...parts, state, cancel: undefined }, actor: person.id, action };
  });
}
