import type { Person } from '../domain/person.ts';
import { isProblem } from '../domain/problem.ts';
import type { Context } from './context.ts';

export type AuditedDeed = {
  readonly subject: string;
  readonly person: Person;
  readonly action: string;
  /** Whom it is about: afterwards the system may not tell any more. */
  readonly about: { readonly name?: string | undefined; readonly email?: string | undefined };
  /** What was asked for. No secrets. */
  readonly terms?: Readonly<Record<string, string>> | undefined;
};

/** Runs a deed at a provider between two audit rows: `…_asked`, and `…_done` or `…_refused`. */
export async function audited<Answer>(
  context: Context,
  { subject, person, action, about: { name, email }, terms }: AuditedDeed,
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
  await write('asked', {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...terms,
  });
  const answer = await run();
  await (isProblem(answer) ? write('refused', { problem: answer.code }) : write('done'));
  return answer;
}
