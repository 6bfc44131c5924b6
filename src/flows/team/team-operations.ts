import { createHash } from 'node:crypto';
import { mayAdminister, type Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Choice, Context, RawInput, ReadyOperation, TeamOperation, TeamResult } from '../shared/context.ts';
import { type StillWanted, tryNow, type Wish, type WrittenDown, wantRemoval } from '../shared/take-away.ts';
import { settleTeamAction, writeTeamAsked } from '../shared/team-audit.ts';

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
  const refused = mayAdminister(person, context.policy(), workspaceId);
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

/** What was chosen of what a system has, by field: its own names for it. */
export type ChosenNames = Readonly<Record<string, readonly string[]>>;

/**
 * Looks up what was chosen at the system: an id in a form is a claim, and what the form calls it says nothing. A field may have a Problem:
 * chosen_unknown when the system has none of that id, or why it could not be asked.
 */
export async function lookUpChosen(
  { provider, row }: KnownOperation,
  raw: RawInput,
): Promise<{ readonly names: ChosenNames } | { readonly faults: Readonly<Record<string, Problem>> }> {
  const names: Record<string, readonly string[]> = {};
  const faults: Record<string, Problem> = {};
  await Promise.all(
    Object.entries(row.fields).map(async ([field, { look }]) => {
      const ids = [raw[field] ?? []].flat().filter((id) => id !== '');
      if (look === undefined || ids.length === 0) return;
      const found = await look(ids);
      if (isProblem(found)) faults[field] = found;
      else if (found.length < new Set(ids).size) faults[field] = problem('chosen_unknown', { provider });
      else names[field] = found.map(({ name }) => name);
    }),
  );
  return Object.keys(faults).length > 0 ? { faults } : { names };
}

/** What a person asked for. `requestKey`: the same key is the same request, however often it arrives. */
export type TeamRequest = {
  readonly requestKey: string;
  readonly person: Person;
  readonly known: KnownOperation;
  readonly raw: RawInput;
  /** What was put in, in lines; what was chosen goes by the system's own names. */
  readonly shown: readonly string[];
};

/** A request that stands in the books as asked, and can be carried out. */
export type AskedTeamOperation = {
  readonly actionId: string;
  readonly ready: ReadyOperation;
  /** Set where it takes access away: then it stays wanted until it is confirmed. */
  readonly wanted: WrittenDown | undefined;
};

/** A request that was heard before, and its outcome as it stands in the books: 'asked' while nobody knows. */
export type HeardBefore = { readonly outcome: string };

/**
 * Writes down what is about to be done, before anybody reads that it will be; if it never happens, it stands in the books as
 * asked. Of a request that was heard before it answers its result so far. Problem: team_operation_unknown.
 */
export async function askTeamOperation(
  context: Context,
  { requestKey, person, known, raw, shown }: TeamRequest,
): Promise<AskedTeamOperation | HeardBefore | Problem> {
  const { provider, row } = known;
  const ready = row.read(raw);
  // It was read before it was asked for: the bot has been restarted since, with other rows.
  if ('faults' in ready) return problem('team_operation_unknown');
  const actionId = context.newId();
  const action = { id: actionId, requestKey, at: context.now(), actor: person.id, provider, operation: row.operation };
  const input = { raw: withoutSecrets(row, raw), shown };
  const asked = await context.store.transaction(async (tx) => {
    if ((await tx.insertTeamAction({ ...action, input })) === 'already') return undefined;
    await writeTeamAsked(context, tx, { ...action, input });
    if (!row.revokesAccess) return { actionId, ready, wanted: undefined };
    const wanted = await wantRemoval(context, tx, wishOf(known, input), { by: person.id, of: actionId });
    return { actionId, ready, wanted };
  });
  if (asked !== undefined) return asked;
  return (await context.store.getTeamActionByRequestKey(requestKey)) ?? { outcome: 'asked' };
}

/** The result of a request so far, if it was heard before. */
export function heardBefore(context: Context, requestKey: string): Promise<HeardBefore | undefined> {
  return context.store.getTeamActionByRequestKey(requestKey);
}

/** As it is written down: without secrets. */
type Input = { readonly raw: RawInput; readonly shown: readonly string[] };

/** What takes access away is wanted by what is put in, no matter who asks for it and what it is called. */
function wishOf({ provider, row }: KnownOperation, { raw, shown }: Input): Wish {
  const { operation, title } = row;
  const given = Object.entries(raw)
    .filter(([, value]) => value.length > 0)
    .map(([name, value]) => [name, typeof value === 'string' ? value : value.toSorted()] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  // An index takes no long texts.
  const targetKey = createHash('sha256')
    .update(JSON.stringify([operation, given]))
    .digest('hex');
  const who = shown.length === 0 ? title : `${title} (${shown.join(' · ')})`;
  return { kind: 'team', provider, targetKey, target: { operation, raw }, who, isSent: true };
}

/**
 * Does it, and writes down the result; what takes access away and does not get through now is still wanted. Throws when the operation
 * does.
 */
export async function runTeamOperation(
  context: Context,
  { actionId, ready, wanted }: AskedTeamOperation,
): Promise<TeamResult | StillWanted | Problem> {
  if (wanted !== undefined) return tryNow(context, { ...wanted, of: actionId }, () => ready.run());
  const answer = await ready.run();
  const outcome = isProblem(answer) ? answer.code : 'done';
  await context.store.transaction((tx) => settleTeamAction(context, tx, actionId, outcome));
  return answer;
}

function withoutSecrets({ fields }: TeamOperation, raw: RawInput): RawInput {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => fields[name]?.secret !== true));
}
