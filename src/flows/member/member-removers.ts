import { isProblem, problem } from '../../domain/problem.ts';
import { whoIs } from '../../domain/who-is.ts';
import type { Removers } from '../shared/retry-removal.ts';
import { findPending, recordCancelled } from './change-pending.ts';
import { invitingSystem, systemWithMembers } from './member-systems.ts';

/** How members are removed. */
export const memberRemover: Removers['member'] = {
  async look(context, { provider, target }) {
    const system = systemWithMembers(context, provider);
    if (isProblem(system)) return system;
    const member = await system.members.get(target.memberId);
    if (!isProblem(member)) return { who: whoIs(member) };
    return member.code === 'provider_not_found' ? 'missing' : member;
  },

  async remove(context, { provider, target }) {
    const system = systemWithMembers(context, provider);
    if (isProblem(system)) return system;
    return (await system.members.remove?.(target.memberId)) ?? problem('ability_missing', { provider });
  },
};

/** How pending invites are cancelled. */
export const inviteRemover: Removers['invite'] = {
  async look(context, { provider, target }) {
    const system = invitingSystem(context, provider);
    if (isProblem(system)) return system;
    const found = await findPending(context, system, target.inviteId);
    if (isProblem(found)) return found;
    if (found === 'none') return 'missing';
    if (found === 'unclear') return problem('provider_nonsense', { provider });
    // Asked for while nobody could look whose it is.
    if (target.owner !== undefined && found.requesterId !== target.owner) return problem('not_members_requester');
    const { email, invitedAt } = found;
    return { who: whoIs(found), target: { ...target, email, invitedAt } };
  },

  async remove(context, { provider, target: { inviteId, email } }) {
    const system = invitingSystem(context, provider);
    return isProblem(system) ? system : system.memberInvites.cancel({ inviteId, email });
  },

  /** What we invited and cancelled says so on its card. */
  async record(context, { provider, target: { inviteId, email, invitedAt } }) {
    const system = invitingSystem(context, provider);
    if (!isProblem(system)) await recordCancelled(context, system, { inviteId, email, invitedAt });
  },
};
