import { type Problem, problem } from '../domain/problem.ts';

/** After one of these nobody was invited. */
export const nobodyInvited: readonly Problem['code'][] = [
  'provider_busy',
  'provider_unreachable',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_not_found',
];

/** The refusal of each address when a request for many was refused: what is true of one may not be true of all. */
export function batchRefusal(provider: string, refusal: Problem): Problem {
  const aboutOne = ['already_invited', 'already_member', 'domain_not_allowed'].includes(refusal.code);
  return aboutOne ? problem('provider_rejected', { provider, ...refusal.facts }) : refusal;
}
