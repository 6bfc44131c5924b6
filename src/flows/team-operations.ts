import { mayAdminister, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { Choice, Context, RawInput, TeamAnswer, TeamOperation } from './context.ts';

/** An operation with the system it belongs to. Its id is stable while the documents' names are. */
export type KnownOperation = { readonly id: string; readonly provider: string; readonly row: TeamOperation };

/** Everything an admin can do at the systems that are on, by system and section, in the order of their tables. */
export function teamOperations(context: Pick<Context, 'providers'>): readonly KnownOperation[] {
  return context.providers.flatMap((provider) =>
    (provider.team ?? []).map((row) => ({ id: `${provider.name}/${row.operation}`, provider: provider.name, row })),
  );
}

/** The operation with this id, for a person who may use it. `not_admin` and the like, `team_operation_unknown`. */
export function teamOperationFor(
  context: Context,
  person: Person,
  workspaceId: string,
  id: string,
): KnownOperation | Problem {
  const refused = mayAdminister(person, context.policy, workspaceId);
  if (refused !== undefined) return refused;
  return teamOperations(context).find((known) => known.id === id) ?? problem('team_operation_unknown');
}

/** What a field of an operation offers for a text. */
export async function findChoices(
  known: KnownOperation,
  fieldName: string,
  text: string,
): Promise<readonly Choice[] | Problem> {
  return (await known.row.fields[fieldName]?.find?.(text)) ?? [];
}

/**
 * Does it, once. What is about to be done is written down first and what came of it after, so that a deed whose answer was
 * lost stands in the books as asked.
 */
export async function runTeamOperation(
  context: Context,
  person: Person,
  known: KnownOperation,
  raw: RawInput,
): Promise<TeamAnswer | Problem | { readonly faults: Readonly<Record<string, string>> }> {
  const read = known.row.read(raw);
  if ('faults' in read) return read;
  const id = context.newId();
  const { provider, row } = known;
  await context.store.insertTeamDeed({
    id,
    at: context.now(),
    actor: person.id,
    provider,
    operation: row.operation,
    input: JSON.stringify(raw),
  });
  const answer = await read.run();
  await context.store.settleTeamDeed(id, isProblem(answer) ? answer.code : 'done', context.now());
  return answer;
}
