import { z } from 'zod';
import type { ProblemCode } from '../../domain/problem.ts';
import type { Manners } from '../judge-answer.ts';

/** How Intercode says no: `{message, description, code}`, or, by its framework, `{statusCode, message, error}`. */
export function intercodeManners(token: string, linkHosts: readonly string[]): Manners {
  return { provider: 'intercode', secret: token, linkHosts, messageOf, meaningOf, isNoAddress };
}

// The documents have these texts, and a number (403, 404) with only one operation. So the words count before the number; only
// 401, 404 and 5xx mean what they always do (see ../judge-answer.ts).
const meanings: readonly (readonly [RegExp, ProblemCode])[] = [
  [/\bteam is full\b/i, 'plan_full'],
  [/\baccess denied\b/i, 'provider_forbidden'],
  [/\b(team|user|membership) not found\b/i, 'provider_not_found'],
];

function meaningOf(status: number, message: string): ProblemCode | undefined {
  // Whatever it says: a token that is not accepted is the first thing to mend.
  return status === 401 ? undefined : meanings.find(([sign]) => sign.test(message))?.[1];
}

/** What the framework (Nest) says of a path it has not: the URL or its prefix is wrong, and nothing is gone. */
function isNoAddress(message: string): boolean {
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

function messageOf(body: unknown): string | undefined {
  return Refusal.safeParse(body).data;
}
