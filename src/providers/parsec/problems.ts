import { z } from 'zod';
import { type Facts, type Problem, type ProblemCode, problem } from '../../domain/problem.ts';
import type { HttpAnswer, HttpBody } from '../http.ts';
import type { Route } from './routes.ts';

/** How long a route is left alone after a 429 that names no time, where Parsec documents no quota, ms. */
const DEFAULT_BLOCK_MS = 60_000;
/** A Retry-After beyond this is taken for a mistake: asking again in an hour costs one request. */
const LONGEST_BLOCK_MS = 3_600_000;
const LONGEST_MESSAGE = 300;

/** A Problem of this provider. */
export function parsecProblem(code: ProblemCode, facts: Facts = {}): Problem {
  return problem(code, { provider: 'parsec', ...facts });
}

/**
 * What an answer means for the operation it answers: undefined when it succeeded (any 2xx), else the Problem. `secret` is
 * blanked in what Parsec says, in case it echoes the request.
 *
 * Parsec documents 400, 401, 404, 429 and 500 with `{"message"}`; 403, 402, 409 and 422 are handled as any API means them.
 */
export function problemOf(answer: HttpAnswer, route: Route, now: number, secret: string): Problem | undefined {
  if (answer.kind === 'not-sent') return parsecProblem('provider_unreachable');
  if (answer.kind === 'unknown') return noAnswer(route);
  const { status, body } = answer;
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
      return parsecProblem('provider_unauthorized', { permission: route.permission });
    case 402:
      return parsecProblem('provider_credits_spent');
    case 403:
      return parsecProblem('provider_forbidden', { permission: route.permission });
    case 404:
    case 410:
      return notFound(body, route);
    case 408:
      return noAnswer(route);
    case 429:
      return parsecProblem('provider_busy', { retryAt: retryAt(answer.retryAfter, route, now) });
    default:
      if (status >= 500) return noAnswer(route);
      if (status >= 400) return rejected(status, body, secret);
      // A redirect: somebody other than Parsec's API answered.
      return unreadable(route);
  }
}

/** A success whose body cannot be read. A write may have been carried out all the same. */
export function unreadable(route: Route): Problem {
  return parsecProblem(route.kind === 'write' ? 'provider_outcome_unknown' : 'provider_nonsense');
}

function noAnswer(route: Route): Problem {
  return parsecProblem(route.kind === 'write' ? 'provider_outcome_unknown' : 'provider_unreachable');
}

// "Not found" in anything but JSON comes from a web server that does not know the path. Were it taken for Parsec's word, a
// wrong route would make every invite look cancelled while its guest stays in.
function notFound(body: HttpBody, route: Route): Problem {
  if (body.kind !== 'other') return parsecProblem('provider_not_found');
  return route.kind === 'write'
    ? parsecProblem('provider_rejected', { message: `no such address: ${route.method} ${route.path}` })
    : parsecProblem('provider_nonsense');
}

function rejected(status: number, body: HttpBody, secret: string): Problem {
  const said = Refusal.safeParse(body.kind === 'json' ? body.value : undefined).data;
  const message = (said?.message ?? `status ${status}`).replaceAll(secret, '…').slice(0, LONGEST_MESSAGE);
  return /\bcredits?\b/i.test(message)
    ? parsecProblem('provider_credits_spent', { message })
    : parsecProblem('provider_rejected', { message });
}

const Refusal = z.object({ message: z.string().trim().min(1) });

/** Retry-After is whole seconds or an HTTP date (RFC 9110, 10.2.3); no document says that Parsec sends it. */
function retryAt(retryAfter: string | undefined, route: Route, now: number): number {
  const text = retryAfter?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(at)) return now + (route.quotaBlockMs ?? DEFAULT_BLOCK_MS);
  return Math.min(Math.max(at, now), now + LONGEST_BLOCK_MS);
}
