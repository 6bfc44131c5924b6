import type { Person } from '../domain/person.ts';
import { isProblem } from '../domain/problem.ts';
import type { Context } from './context.ts';

/** Runs a deed at a provider between two audit rows: `…_asked`, and `…_done` or `…_refused`. */
export async function audited<Answer>(
  context: Context,
  subject: string,
  person: Person,
  action: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const write = (step: string, facts: Record<string, string> = {}) =>
    context.store.insertAudit({
      id: context.newId(),
      subject,
      at: context.now(),
      actor: person.id,
      action: `${action}_${step}`,
      facts,
    });
  await write('asked');
  const answer = await run();
  await (isProblem(answer) ? write('refused', { problem: answer.code }) : write('done'));
  return answer;
}
