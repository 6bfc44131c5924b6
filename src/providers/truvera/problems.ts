import { z } from 'zod';
import { type ProviderCode, problemsOf } from '../../domain/problem.ts';
import type { ErrorMapping } from '../interpret-response.ts';
import type { Route } from '../route.ts';
import { routes } from './routes.ts';

/** A Problem of this provider. */
export const truveraProblem = problemsOf('truvera');

/** How Truvera reports errors: `{status, type, message}`, all three optional. */
export function truveraErrorMapping(apiKey: string, linkHosts: readonly string[]): ErrorMapping {
  return { provider: 'truvera', secret: apiKey, linkHosts, readMessage, readCode };
}

/** Truvera has no 403: a good key of somebody who may not is 401 too, and only the text says which. */
const mayNot = /\bnot\b.{0,20}\b(owner|administrator|admin|member)\b/is;
const tooSoon = /\b(once (a|per) day|24 hours?|too soon|already (been )?re-?sent|today|tomorrow)\b/i;

function readCode(status: number, message: string, route: Route): ProviderCode | undefined {
  if (status === 401) return mayNot.test(message) ? 'provider_forbidden' : 'provider_unauthorized';
  const isResend = route.name === routes.resendInvitation.name;
  return isResend && status === 400 && tooSoon.test(message) ? 'resend_too_soon' : undefined;
}

const Text = z.string().trim().min(1);
const Refusal = z.union([
  z.object({ message: Text }).transform((refusal) => refusal.message),
  z.object({ type: Text }).transform((refusal) => refusal.type),
]);

function readMessage(body: unknown): string | undefined {
  return Refusal.safeParse(body).data;
}
