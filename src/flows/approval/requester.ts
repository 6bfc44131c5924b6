import type { Approval } from '../../domain/approval.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';

/** Who asked, as Slack describes them at this moment. Problems: inviter_unknown; `definite` where Slack will not say anything else. */
export async function requesterOf(context: Context, { requesterId }: Approval): Promise<Person | Problem> {
  const person = await context.people.person(requesterId, 'admin');
  if (!isProblem(person)) return person;
  const { definite } = person.facts;
  return problem('inviter_unknown', definite === undefined ? {} : { definite });
}
