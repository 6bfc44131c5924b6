import { z } from 'zod';
import type { ProblemCode } from '../../domain/problem.ts';
import type { Manners } from '../judge-answer.ts';
import type { Route } from '../route.ts';
import { routes } from './routes.ts';

/** How Truvera says no: `{status, type, message}`, all three optional. */
export function truveraManners(apiKey: string, linkHosts: readonly string[]): Manners {
  return { provider: 'truvera', secret: apiKey, linkHosts, messageOf, meaningOf };
}

/** Truvera has no 403: a good key of somebody who may not is 401 too, and only the words tell. */
const mayNot = /\bnot\b.{0,20}\b(owner|administrator|admin|member)\b/is;
const tooSoon = /\b(once (a|per) day|24 hours?|too soon|already (been )?re-?sent|today|tomorrow)\b/i;

function meaningOf(status: number, message: string, route: Route): ProblemCode | undefined {
  if (status === 401) return mayNot.test(message) ? 'provider_forbidden' : 'provider_unauthorized';
  const isResend = route.name === routes.resendInvitation.name;
  return isResend && status === 400 && tooSoon.test(message) ? 'resend_too_soon' : undefined;
}

const Text = z.string().trim().min(1);
const Refusal = z.union([
  z.object({ message: Text }).transform((refusal) => refusal.message),
  z.object({ type: Text }).transform((refusal) => refusal.type),
]);

function messageOf(body: unknown): string | undefined {
  return Refusal.safeParse(body).data;
}
