import { withKnownLinks } from '../domain/links.ts';
import { type Facts, type Problem, type ProviderCode, problem } from '../domain/problem.ts';
import { cleanLine } from '../domain/text/clean.ts';
import type { HttpAnswer } from './http.ts';
import { refusalCode } from './refusal-code.ts';
import type { Route } from './route.ts';

/** How one provider reports errors: what differs between providers. */
export type ErrorMapping = {
  readonly provider: string;
  /** The provider's key, blanked in error messages in case they echo the request. */
  readonly secret: string;
  /** Hosts the provider's links may lead to (domain/links.ts). */
  readonly linkHosts: readonly string[];
  /** The error message in a JSON body; undefined when there is none. */
  readonly readMessage: (body: unknown) => string | undefined;
  /** What a status means at this provider, where that differs from the usual meaning. */
  readonly readCode?: (status: number, message: string, route: Route) => ProviderCode | undefined;
  /** Whether a 404 or 410 in JSON means that the path does not exist, and not that the thing is gone. */
  readonly isUnknownRoute?: (message: string, status: number) => boolean;
};

const MAX_MESSAGE = 300;

/**
 * What a response means for its operation: undefined when it succeeded (any 2xx), else the Problem. `secret`: what else in the request
 * must be blanked in the provider's message.
 */
export function interpretResponse(
  answer: HttpAnswer,
  route: Route,
  errorMapping: ErrorMapping,
  secret = errorMapping.secret,
): Problem | undefined {
  const { provider } = errorMapping;
  const failed = (code: ProviderCode, facts: Facts = {}) => problem(code, { provider, ...facts });
  if (answer.kind === 'not-sent') return failed('provider_unreachable');
  if (answer.kind === 'unknown') return noResponse(provider, route);
  if (answer.kind === 'busy') return failed('provider_busy', { retryAt: answer.retryAt });
  const { status, body } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 500 || status === 408) return noResponse(provider, route);
  // A redirect: something other than the provider's API responded.
  if (status < 400) return unreadable(provider, route);
  const text = body.kind === 'json' ? errorMapping.readMessage(body.value) : undefined;
  const shown = withKnownLinks(cleanLine(text ?? ''), errorMapping.linkHosts);
  const isMissing = status === 404 || status === 410;
  if (isMissing && (body.kind === 'other' || errorMapping.isUnknownRoute?.(shown, status) === true)) {
    return unknownRoute(provider, route, status);
  }
  const blanked = (shown || `status ${status}`).replaceAll(errorMapping.secret, '…').replaceAll(secret, '…');
  const message = blanked.slice(0, MAX_MESSAGE);
  const code = isMissing
    ? 'provider_not_found'
    : (errorMapping.readCode?.(status, message, route) ?? usualCode(status, message, route));
  // A list is never gone: the account does not exist, or the key may not see it. A caller that looks for something in the list would
  // take "not found" for "no longer there", of something that still gives access.
  if (code === 'provider_not_found') {
    return route.kind === 'write' || route.ofOne === true
      ? failed(code)
      : failed('provider_account_unknown', { message, status });
  }
  const needsPermission = code === 'provider_unauthorized' || code === 'provider_forbidden';
  return failed(code, needsPermission ? { permission: route.permission } : { message, status });
}

/** A success whose body cannot be read. A write may have been carried out all the same. */
export function unreadable(provider: string, route: Route): Problem {
  return problem(route.kind === 'write' ? 'provider_outcome_unknown' : 'provider_nonsense', { provider });
}

function noResponse(provider: string, route: Route): Problem {
  return problem(route.kind === 'write' ? 'provider_outcome_unknown' : 'provider_unreachable', { provider });
}

// "Not found" in anything but JSON comes from a web server that does not know the path; some servers say so in JSON. Taken for the
// provider's word, a wrong route would make every invite look cancelled while it still gives access.
function unknownRoute(provider: string, route: Route, status: number): Problem {
  return route.kind === 'write'
    ? problem('provider_rejected', { provider, message: `no such address: ${route.method} ${route.path}`, status })
    : problem('provider_nonsense', { provider });
}

function usualCode(status: number, message: string, { invites }: Route): ProviderCode {
  if (status === 401) return 'provider_unauthorized';
  if (status === 402) return 'plan_full';
  if (status === 403) return 'provider_forbidden';
  return invites === true ? refusalCode(message) : 'provider_rejected';
}
