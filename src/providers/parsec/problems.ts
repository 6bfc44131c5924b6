import { z } from 'zod';
import { type Facts, type Problem, type ProblemCode, problem } from '../../domain/problem.ts';
import type { HttpAnswer, HttpBody } from '../http.ts';
import { refusalCode } from '../refusal.ts';
import type { Route } from './routes.ts';

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
export function problemOf(answer: HttpAnswer, route: Route, secret: string): Problem | undefined {
  if (answer.kind === 'busy') return parsecProblem('provider_busy', { retryAt: answer.retryAt });
  if (answer.kind === 'not-sent') return parsecProblem('provider_unreachable');
  if (answer.kind === 'unknown') return noAnswer(route);
  const { status, body } = answer;
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
      return parsecProblem('provider_unauthorized', { permission: route.permission });
    case 402:
      return parsecProblem(route.invitesMembers ? 'plan_full' : 'provider_credits_spent');
    case 403:
      return parsecProblem('provider_forbidden', { permission: route.permission });
    case 404:
    case 410:
      return notFound(body, route);
    case 408:
      return noAnswer(route);
    default:
      if (status >= 500) return noAnswer(route);
      if (status >= 400) return rejected(status, body, route, secret);
      // A redirect: somebody other than Parsec's API answered.
      return unreadable(route);
  }
}

/** The key may lack the permission for a read: which of the two Parsec then says is not settled. */
export function mayNotSee(problem: Problem): boolean {
  return problem.code === 'provider_forbidden' || problem.code === 'provider_unauthorized';
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

function rejected(status: number, body: HttpBody, route: Route, secret: string): Problem {
  const said = Refusal.safeParse(body.kind === 'json' ? body.value : undefined).data;
  const message = (said?.message ?? `status ${status}`).replaceAll(secret, '…').slice(0, LONGEST_MESSAGE);
  if (route.invitesMembers) return parsecProblem(refusalCode(message), { message });
  return /\bcredits?\b/i.test(message)
    ? parsecProblem('provider_credits_spent', { message })
    : parsecProblem('provider_rejected', { message });
}

const Refusal = z.object({ message: z.string().trim().min(1) });
