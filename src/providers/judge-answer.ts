import { withKnownLinks } from '../domain/links.ts';
import { type Facts, type Problem, type ProblemCode, problem } from '../domain/problem.ts';
import { cleanLine } from '../domain/text/clean.ts';
import type { HttpAnswer } from './http.ts';
import { refusalCode } from './refusal.ts';
import type { Route } from './route.ts';

/** How one provider says no: what differs between them. */
export type Manners = {
  readonly provider: string;
  /** Its key, blanked in what it says, in case it echoes the request. */
  readonly secret: string;
  /** Hosts its links may lead to, wherever it gives some (domain/links.ts). */
  readonly linkHosts: readonly string[];
  /** What it says in words, out of a JSON body; undefined when it says nothing. */
  readonly messageOf: (body: unknown) => string | undefined;
  /** What it means by a status, where that is not what any API means by it. */
  readonly meaningOf?: (status: number, message: string, route: Route) => ProblemCode | undefined;
  /** Whether a "not found" (404, 410) in JSON says that there is no such address, and not that the thing is gone. */
  readonly isNoAddress?: (message: string, status: number) => boolean;
};

const LONGEST_MESSAGE = 300;

/**
 * What an answer means for the operation it answers: undefined when it succeeded (any 2xx), else the Problem. `secret`: what else the
 * request held that is to be blanked in what the provider says.
 */
export function judgeAnswer(
  answer: HttpAnswer,
  route: Route,
  manners: Manners,
  secret = manners.secret,
): Problem | undefined {
  const told = (code: ProblemCode, facts: Facts = {}) => problem(code, { provider: manners.provider, ...facts });
  if (answer.kind === 'not-sent') return told('provider_unreachable');
  if (answer.kind === 'unknown') return noAnswer(manners.provider, route);
  if (answer.kind === 'busy') return told('provider_busy', { retryAt: answer.retryAt });
  const { status, body } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 500 || status === 408) return noAnswer(manners.provider, route);
  // A redirect: somebody other than the provider's API answered.
  if (status < 400) return unreadable(manners.provider, route);
  const words = body.kind === 'json' ? manners.messageOf(body.value) : undefined;
  const said = withKnownLinks(cleanLine(words ?? ''), manners.linkHosts);
  const isMissing = status === 404 || status === 410;
  if (isMissing && (body.kind === 'other' || manners.isNoAddress?.(said, status) === true)) {
    return noAddress(manners.provider, route, status);
  }
  const blanked = (said || `status ${status}`).replaceAll(manners.secret, '…').replaceAll(secret, '…');
  const message = blanked.slice(0, LONGEST_MESSAGE);
  const code = isMissing
    ? 'provider_not_found'
    : (manners.meaningOf?.(status, message, route) ?? usualMeaning(status, message, route));
  // A list is never gone: there is no such account, or the key may not see it. Who looks for something in the list would take that for
  // "it is not there any more", of what still lets somebody in.
  if (code === 'provider_not_found') {
    return route.kind === 'write' || route.ofOne === true
      ? told(code)
      : told('provider_account_unknown', { message, status });
  }
  const needsPermission = code === 'provider_unauthorized' || code === 'provider_forbidden';
  return told(code, needsPermission ? { permission: route.permission } : { message, status });
}

/** A success whose body cannot be read. A write may have been carried out all the same. */
export function unreadable(provider: string, route: Route): Problem {
  return problem(route.kind === 'write' ? 'provider_outcome_unknown' : 'provider_nonsense', { provider });
}

function noAnswer(provider: string, route: Route): Problem {
  return problem(route.kind === 'write' ? 'provider_outcome_unknown' : 'provider_unreachable', { provider });
}

// "Not found" in anything but JSON comes from a web server that does not know the path, as some JSON does. Were it taken for the
// provider's word, a wrong route would make every invite look cancelled while it still lets somebody in.
function noAddress(provider: string, route: Route, status: number): Problem {
  return route.kind === 'write'
    ? problem('provider_rejected', { provider, message: `no such address: ${route.method} ${route.path}`, status })
    : problem('provider_nonsense', { provider });
}

function usualMeaning(status: number, message: string, { invites }: Route): ProblemCode {
  if (status === 401) return 'provider_unauthorized';
  if (status === 402) return 'plan_full';
  if (status === 403) return 'provider_forbidden';
  return invites === true ? refusalCode(message) : 'provider_rejected';
}
