import { z } from 'zod';
import { type Problem, type ProviderCode, problemsOf } from '../../domain/problem.ts';
import type { ErrorMapping } from '../interpret-response.ts';
import type { Route } from '../route.ts';

/** A Problem of this provider. */
export const parsecProblem = problemsOf('parsec');

/**
 * How Parsec reports errors: `{message}`, documented for 400, 401, 404, 429 and 500; 402, 403, 409 and 422 are taken as any API means
 * them.
 */
export function parsecErrorMapping(apiKey: string, linkHosts: readonly string[]): ErrorMapping {
  return { provider: 'parsec', secret: apiKey, linkHosts, readMessage, readCode };
}

/** The key may lack the permission for a read: which of the two Parsec then says is not settled. */
export function mayNotSee({ code }: Problem): boolean {
  return code === 'provider_forbidden' || code === 'provider_unauthorized';
}

/** What is short is a credit for guests and a seat for members; only an invite to the team can be refused for its address. */
function readCode(status: number, message: string, { name, invites }: Route): ProviderCode | undefined {
  if (status === 401 || status === 403 || invites === true) return undefined;
  const aboutGuests = /\bGuest Access\b/.test(name);
  if (aboutGuests && (status === 402 || /\bcredits?\b/i.test(message))) return 'provider_credits_spent';
  return status === 402 ? 'plan_full' : 'provider_rejected';
}

const Refusal = z.object({ message: z.string().trim().min(1) });

function readMessage(body: unknown): string | undefined {
  return Refusal.safeParse(body).data?.message;
}
