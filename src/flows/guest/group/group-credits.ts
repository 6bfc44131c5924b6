import { isAdmin, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { Context } from '../../shared/context.ts';
import { startPatience } from '../../shared/in-time.ts';

/** How long Parsec may take, ms: each invite looks at the credits again before anything is sent. */
const PATIENCE_MS = 1_200;

/**
 * How many of these guests are members of the team, who cost no credit, as far as Parsec says in time; asked only where it matters, since each is
 * a look of its own.
 */
export async function countMembers({ members }: Pick<Context, 'members'>, emails: readonly string[]): Promise<number> {
  const patience = startPatience(PATIENCE_MS);
  const found = await Promise.all(emails.map((email) => patience(members?.findByEmail?.(email) ?? noMember)));
  return found.filter((member) => member !== 'late' && member !== 'none' && !isProblem(member)).length;
}

const noMember = Promise.resolve('none' as const);

/** The credits a person may spend now; undefined while Parsec does not say. */
export async function creditsFor(
  { policy, credits }: Pick<Context, 'policy' | 'credits'>,
  person: Person,
): Promise<number | undefined> {
  const left = await startPatience(PATIENCE_MS)(credits.recent());
  if (left === 'late' || isProblem(left)) return undefined;
  const kept = isAdmin(person, policy()) ? 0 : policy().invites.creditReserve;
  return Math.max(0, left - kept);
}

/**
 * Why a person may not invite so many guests at once: the credits don't reach for all of them. Undefined when they do, or while Parsec does not
 * say. Problem: credits_too_few.
 */
export async function groupCreditRefusal(
  context: Pick<Context, 'policy' | 'credits' | 'members'>,
  person: Person,
  emails: readonly string[],
): Promise<Problem | undefined> {
  const credits = await creditsFor(context, person);
  if (credits === undefined || credits >= emails.length) return undefined;
  const costing = emails.length - (await countMembers(context, emails));
  return costing <= credits ? undefined : problem('credits_too_few', { provider: 'parsec', asked: costing, credits });
}
