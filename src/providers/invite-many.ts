import { type Problem, problem } from '../domain/problem.ts';

/** After one of these nobody was invited. */
export const certainlyNothing: readonly Problem['code'][] = [
  'provider_busy',
  'provider_unreachable',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_not_found',
];

/** What each of many addresses is told when a request for all of them was refused: what is said of one is not known to be true of each. */
export function refusalOfMany(provider: string, refusal: Problem): Problem {
  const aboutOne = ['already_invited', 'already_member', 'domain_not_allowed'].includes(refusal.code);
  return aboutOne ? problem('provider_rejected', { provider, ...refusal.facts }) : refusal;
}
