import { isAdmin, mayInvite, type Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { Removal } from '../../domain/removal.ts';
import type { Context } from './context.ts';
import { endRemoval } from './settle-removal.ts';

/** Whether a person may withdraw a removal: who asked for it, and admins. */
export function mayWithdraw(
  { policy }: Pick<Context, 'policy'>,
  { requesters }: Pick<Removal, 'requesters'>,
  person: Person,
): boolean {
  return isAdmin(person, policy()) || requesters.some(({ by }) => by === person.id);
}

/**
 * Withdraws a removal that does not get through: nobody wants it any more, and the others who asked are notified. Withdrawn twice it is withdrawn
 * once. Problems: not_allowed_*, not_removal_requester, nothing_to_withdraw.
 */
export async function withdrawRemoval(context: Context, removalId: string, person: Person): Promise<Removal | Problem> {
  const refused = mayInvite(person, context.workspaceId());
  if (refused !== undefined) return refused;
  const removal = await context.store.getRemoval(removalId);
  if (removal === undefined) return problem('nothing_to_withdraw');
  if (!mayWithdraw(context, removal, person)) return problem('not_removal_requester');
  if (removal.state !== 'wanted') return problem('nothing_to_withdraw');
  const ended = await endRemoval(context, removalId, { state: 'withdrawn', by: person.id });
  return ended?.state === 'withdrawn' ? ended : problem('nothing_to_withdraw');
}
