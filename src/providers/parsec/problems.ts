import { z } from 'zod';
import { type Facts, type Problem, type ProblemCode, problem } from '../../domain/problem.ts';
import type { Manners } from '../judge-answer.ts';
import type { Route } from '../route.ts';

/** A Problem of this provider. */
export function parsecProblem(code: ProblemCode, facts: Facts = {}): Problem {
  return problem(code, { provider: 'parsec', ...facts });
}

/**
 * How Parsec says no: `{message}`, documented for 400, 401, 404, 429 and 500; 402, 403, 409 and 422 are taken as any API means
 * them.
 */
export function parsecManners(apiKey: string, linkHosts: readonly string[]): Manners {
  return { provider: 'parsec', secret: apiKey, linkHosts, messageOf, meaningOf };
}

/** The key may lack the permission for a read: which of the two Parsec then says is not settled. */
export function mayNotSee({ code }: Problem): boolean {
  return code === 'provider_forbidden' || code === 'provider_unauthorized';
}

/** What is short is a credit for guests and a seat for members; only an invite to the team can be refused for its address. */
function meaningOf(status: number, message: string, { name, invites }: Route): ProblemCode | undefined {
  if (status === 401 || status === 403 || invites === true) return undefined;
  const aboutGuests = /\bGuest Access\b/.test(name);
  if (aboutGuests && (status === 402 || /\bcredits?\b/i.test(message))) return 'provider_credits_spent';
  return status === 402 ? 'plan_full' : 'provider_rejected';
}

const Refusal = z.object({ message: z.string().trim().min(1) });

function messageOf(body: unknown): string | undefined {
  return Refusal.safeParse(body).data?.message;
}
