import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { retryMembers } from '../member/retry-members.ts';
import type { Context } from '../shared/context.ts';

/**
 * Asks once more for everybody who was refused at any of the systems and can be tried again; answers how many. Problems: batch_unknown,
 * nothing_to_retry, those of retryMembers.
 */
export async function retryOnboarding(context: Context, requestId: string, person: Person): Promise<number | Problem> {
  const batches = await context.store.batchesOfRequest(requestId);
  if (batches.length === 0) return problem('batch_unknown');
  let count = 0;
  for (const { id } of batches) {
    const again = await retryMembers(context, id, person);
    if (!isProblem(again)) count += again;
    else if (again.code !== 'nothing_to_retry') return again;
  }
  return count === 0 ? problem('nothing_to_retry') : count;
}
