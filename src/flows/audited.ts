import type { Person } from '../domain/person.ts';
import { isProblem } from '../domain/problem.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { Context } from './context.ts';

export type AuditedDeed = {
  /** What it is done to; begins with the provider's name. */
  readonly subject: string;
  readonly person: Person;
  readonly action: string;
  /** Whom it is about: afterwards the system may not tell any more. */
  readonly about: { readonly name?: string | undefined; readonly email?: string | undefined };
  /** What was asked for. No secrets. */
  readonly terms?: Readonly<Record<string, string>> | undefined;
};

/** The audit row that says what was asked for. `at` in epoch ms. */
export function askedRow(
  { subject, person, action, about: { name, email }, terms }: AuditedDeed,
  id: string,
  at: number,
): AuditEntry {
  return {
    id,
    subject,
    at,
    actor: person.id,
    action: `${action}_asked`,
    facts: { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }), ...terms },
    history: { area: subject.split('/')[0] ?? '', about: `${name ?? ''} ${email ?? ''}` },
  };
}

/** Runs a deed at a provider between two audit rows: `…_asked`, and `…_done` or `…_refused`, which name the one they are `of`. */
export async function audited<Answer>(
  context: Context,
  { subject, person, action, about: { name, email }, terms }: AuditedDeed,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const id = context.newId();
  const row = { subject, actor: person.id };
  await context.store.insertAudit(
    askedRow({ subject, person, action, about: { name, email }, terms }, id, context.now()),
  );
  const answer = await run();
  const end = isProblem(answer)
    ? { action: `${action}_refused`, facts: { ...answer.facts, of: id, problem: answer.code } }
    : { action: `${action}_done`, facts: { of: id } };
  await context.store.insertAudit({ ...row, ...end, id: context.newId(), at: context.now() });
  return answer;
}
