import type { Person } from '../domain/person.ts';
import { isProblem } from '../domain/problem.ts';
import type { Context } from './context.ts';

export type AuditedDeed = {
  readonly subject: string;
  readonly person: Person;
  readonly action: string;
  /** What was asked for, and about whom: afterwards the system may not tell any more. No secrets. */
  readonly asked: Readonly<Record<string, string>>;
};

/** Runs a deed at a provider between two audit rows: `…_asked`, and `…_done` or `…_refused`. */
export async function audited<Answer>(
  context: Context,
  { subject, person, action, asked }: AuditedDeed,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const write = (step: string, facts: Readonly<Record<string, string>> = {}) =>
    context.store.insertAudit({
      id: context.newId(),
      subject,
      at: context.now(),
      actor: person.id,
      action: `${action}_${step}`,
      facts,
    });
  await write('asked', asked);
  const answer = await run();
  await (isProblem(answer) ? write('refused', { problem: answer.code }) : write('done'));
  return answer;
}
