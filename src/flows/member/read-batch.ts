import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import type { Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { sightsOf } from '../shared/see-invites.ts';

/**
 * A batch with its rows, for who sees it: who asked for it, admins, and those who read where it is announced. Problems:
 * batch_unknown, invite_hidden.
 */
export async function batchWithRows(
  context: Context,
  batchId: string,
  person: Person,
): Promise<{ readonly batch: MemberBatch; readonly rows: readonly MemberRow[] } | Problem> {
  const batch = await context.store.getMemberBatch(batchId);
  if (batch === undefined) return problem('batch_unknown');
  const [sight] = await sightsOf(context, person, [{ ...batch, inviterId: batch.requesterId, isOfMembers: true }]);
  if (sight !== 'all') return problem('invite_hidden');
  return { batch, rows: await context.store.memberRows(batch.id) };
}
