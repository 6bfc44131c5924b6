import { type Facts, isProblemCode, type ProblemCode, type StoredProblem } from '../../domain/problem.ts';
import { problemCopy } from './problem-copy.ts';

/** What reads otherwise where nobody has a form open in which to choose something else. */
const words: { readonly [Code in ProblemCode]?: string } = {
  host_booked: 'Somebody else is invited to this computer then.',
  host_unknown: "This computer isn't open to guests any more.",
  provider_credits_spent: 'Parsec has no guest access credits left. Buy some there.',
  window_too_long: 'The policy no longer allows invites this long.',
  inviter_unknown: "Slack doesn't say who you are at the moment.",
};

/** Why an occurrence of a series can't be created, plain text. */
export function troubleCopy(trouble: StoredProblem): string {
  return words[trouble.code] ?? problemCopy(trouble);
}

/** The same of a notice's facts. */
export function troubleOfFacts(facts: Facts & { readonly problem?: string | number }): string {
  return isProblemCode(facts.problem) ? troubleCopy({ code: facts.problem, facts }) : '';
}
