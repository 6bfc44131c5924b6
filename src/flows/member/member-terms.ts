import type { BatchTerms, Named } from '../../domain/member-batch.ts';
import { mayGive, type TermKind, termKinds } from '../../domain/member-power.ts';
import { isAdmin, type Person } from '../../domain/person.ts';
import { isProblem, onSuccess, type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { isLost } from '../shared/is-stuck.ts';
import type { InvitingSystem } from './member-systems.ts';

/** What somebody asks for, by its ids: claims, until they were found at the system. */
export type WantedTerms = { readonly [Kind in TermKind]?: string };

/** What was found at the system, under the system's own names. */
export type FoundTerms = Omit<BatchTerms, 'sendEmail'>;

/** Whether this system asks for it in an invite. */
export function asksFor({ memberInvites: { asks } }: InvitingSystem, kind: TermKind): boolean {
  return kind === 'role' ? asks.role !== 'none' : asks[kind];
}

/** What this person may choose from at this system; nothing where it does not ask. Problems: those of the system. */
export function offeredTerms(
  context: Pick<Context, 'policy'>,
  system: InvitingSystem,
  person: Person,
  kind: TermKind,
): Promise<readonly Named[] | Problem> {
  return onSuccess(allOf(system, kind), (all) => given(context, system, person, kind, all));
}

/**
 * Looks up what is wanted at the system: the ids there, the names from there, and only what this person may give. What the system does
 * not ask for is left out. A role may stay open only where the invite has one already (`edit`), or for admins where the system allows it.
 * Problems, each with the `term` it is about: role_missing, no_role_given, term_unknown, term_not_given, those of the system.
 */
export async function findTerms(
  context: Pick<Context, 'policy'>,
  system: InvitingSystem,
  person: Person,
  wanted: WantedTerms,
  purpose: 'invite' | 'edit' = 'invite',
): Promise<FoundTerms | Problem> {
  const kinds = termKinds.filter((kind) => asksFor(system, kind));
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const id = wanted[kind];
      if (id !== undefined) return [kind, await find(context, system, person, kind, id)] as const;
      const needed = kind === 'role' && purpose === 'invite' && needsRole(context, system, person);
      return [kind, needed ? await whyNoRole(context, system, person) : undefined] as const;
    }),
  );
  const terms: { [Kind in TermKind]?: Named } = {};
  for (const [kind, named] of found) {
    if (isProblem(named)) return { ...named, facts: { ...named.facts, term: kind } };
    if (named !== undefined) terms[kind] = named;
  }
  return terms;
}

/**
 * What a profile names, by its ids at the system: a term with no id is looked up by its name (or what may be its id). A name that two have is
 * neither. Problems, each with the `term` it is about: term_unknown, those of the system.
 */
export async function wantedByName(
  system: InvitingSystem,
  terms: Pick<BatchTerms, TermKind>,
): Promise<WantedTerms | Problem> {
  const wanted: { [Kind in TermKind]?: string } = {};
  for (const kind of termKinds) {
    const term = terms[kind];
    if (term === undefined || !asksFor(system, kind)) continue;
    const id = term.id === '' ? await idNamed(system, kind, term.name) : term.id;
    if (isProblem(id)) return { ...id, facts: { ...id.facts, term: kind } };
    wanted[kind] = id;
  }
  return wanted;
}

async function idNamed(system: InvitingSystem, kind: TermKind, name: string): Promise<string | Problem> {
  const all = await allOf(system, kind);
  if (isProblem(all)) return all;
  const named = all.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  const [found, ...others] = all.some(({ id }) => id === name) ? all.filter(({ id }) => id === name) : named;
  return found === undefined || others.length > 0
    ? problem('term_unknown', { provider: system.name, term: kind })
    : found.id;
}

/** The system did not say: it may a moment later. */
export function isLater(found: unknown): found is Problem {
  return isProblem(found) && isLost(found);
}

async function find(
  context: Pick<Context, 'policy'>,
  system: InvitingSystem,
  person: Person,
  kind: TermKind,
  id: string,
): Promise<Named | Problem> {
  const all = await allOf(system, kind);
  if (isProblem(all)) return all;
  const about = { provider: system.name, term: kind };
  if (!all.some((each) => each.id === id)) return problem('term_unknown', about);
  const may = given(context, system, person, kind, all).find((each) => each.id === id);
  return may === undefined ? problem('term_not_given', about) : { id: may.id, name: may.name };
}

/** Whether an invite by this person has to name a role: where it may be left out, no document says what it is then. */
export function needsRole(
  { policy }: Pick<Context, 'policy'>,
  { memberInvites: { asks } }: InvitingSystem,
  person: Person,
): boolean {
  return asks.role === 'required' || (asks.role === 'optional' && !isAdmin(person, policy()));
}

async function whyNoRole(context: Pick<Context, 'policy'>, system: InvitingSystem, person: Person): Promise<Problem> {
  const offered = await offeredTerms(context, system, person, 'role');
  if (isProblem(offered)) return offered;
  const closed = offered.length === 0 && !isAdmin(person, context.policy());
  return problem(closed ? 'no_role_given' : 'role_missing', { provider: system.name });
}

function given(
  { policy }: Pick<Context, 'policy'>,
  { name: system, memberInvites }: InvitingSystem,
  person: Person,
  kind: TermKind,
  all: readonly Named[],
): readonly Named[] {
  return mayGive(kind, all, { person, policy: policy(), system, least: memberInvites.leastRole?.(all) });
}

async function allOf(system: InvitingSystem, kind: TermKind): Promise<readonly Named[] | Problem> {
  const { roles, groups, appRules } = system.memberInvites;
  const ask = { role: roles, group: groups, appRule: appRules }[kind];
  return asksFor(system, kind) ? ((await ask?.()) ?? []) : [];
}
