import { z } from 'zod';
import { type ProviderCode, problemsOf } from '../../domain/problem.ts';
import type { ErrorMapping } from '../interpret-response.ts';

/** A Problem of this provider. */
export const intercodeProblem = problemsOf('intercode');

/** How Intercode reports errors: `{message, description, code}`, or, by its framework, `{statusCode, message, error}`. */
export function intercodeErrorMapping(token: string, linkHosts: readonly string[]): ErrorMapping {
  return { provider: 'intercode', secret: token, linkHosts, readMessage, readCode, isUnknownRoute };
}

// The documents have these texts, and a number (403, 404) with only one operation. So the words count before the number; only
// 401, 404 and 5xx mean what they always do (see ../interpret-response.ts).
const meanings: readonly (readonly [RegExp, ProviderCode])[] = [
  [/\bteam is full\b/i, 'plan_full'],
  [/\baccess denied\b/i, 'provider_forbidden'],
  [/\b(team|user|membership) not found\b/i, 'provider_not_found'],
];

function readCode(status: number, message: string): ProviderCode | undefined {
  // Whatever it says: a token that is not accepted is the first thing to mend.
  return status === 401 ? undefined : meanings.find(([sign]) => sign.test(message))?.[1];
}

/** What the framework (Nest) says of a path it has not: the URL or its prefix is wrong, and nothing is gone. */
function isUnknownRoute(message: string): boolean {
  return /^cannot (get|post|put|patch|delete) \//i.test(message);
}

const Text = z.string().trim().min(1);
const Refusal = z.union([
  z.object({ message: Text }).transform((refusal) => refusal.message),
  // The framework's own checks say one thing for each key.
  z.object({ message: z.array(Text).min(1) }).transform((refusal) => refusal.message.join('; ')),
  z.object({ description: Text }).transform((refusal) => refusal.description),
  z.object({ error: Text }).transform((refusal) => refusal.error),
]);

function readMessage(body: unknown): string | undefined {
  return Refusal.safeParse(body).data;
}
