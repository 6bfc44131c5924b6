import type { MemberAction } from '../../domain/audit-action.ts';
import { defined } from '../../domain/defined.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { type AuditNote, type Context, writeAudit } from './context.ts';

export type AuditedAction = {
  /** What it is done to; begins with the provider's name. */
  readonly subject: string;
  readonly person: Person;
  readonly action: MemberAction;
  /** Whom it is about: afterwards the system may not say any more. */
  readonly about: { readonly name?: string | undefined; readonly email?: string | undefined };
  /** What was asked for. No secrets. */
  readonly terms?: Readonly<Record<string, string>> | undefined;
};

/** The audit row that says what was asked for. */
export function askedRow(
  { subject, person, action, about: { name, email }, terms }: AuditedAction,
  id: string,
): AuditNote {
  return {
    id,
    subject,
    actor: person.id,
    action: `${action}_asked`,
    facts: { ...defined({ name, email }), ...terms },
    history: { area: subject.split('/')[0] ?? '', about: `${name ?? ''} ${email ?? ''}` },
  };
}

/** Runs an action at a provider between two audit rows: `…_asked`, and `…_done` or `…_refused`, which name the one they are `of`. */
export async function audited<Answer>(
  context: Context,
  { subject, person, action, about: { name, email }, terms }: AuditedAction,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const id = context.newId();
  const row = { subject, actor: person.id };
  await writeAudit(context, context.store, askedRow({ subject, person, action, about: { name, email }, terms }, id));
  const answer = await run();
  const end = isProblem(answer)
    ? { action: `${action}_refused` as const, facts: { ...answer.facts, of: id, problem: answer.code } }
    : { action: `${action}_done` as const, facts: { of: id } };
  await writeAudit(context, context.store, { ...row, ...end });
  return answer;
}
