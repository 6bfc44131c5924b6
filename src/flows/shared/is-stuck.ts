import type { Problem, ProblemCode } from '../../domain/problem.ts';
import type { Claim } from './context.ts';

/** As many tries without an answer are no hiccup any more: about a minute of them. */
const MANY_TRIES = 6;

const lost: readonly ProblemCode[] = ['provider_busy', 'provider_unreachable', 'provider_outcome_unknown'];

/** No answer, or none yet: it may be over in a moment. Everything else is a refusal, which somebody has to do something about. */
export function isLost({ code }: Problem): boolean {
  return lost.includes(code);
}

/** Whether people must know that it does not get through: at once when it is refused, after some tries when there is no answer. */
export function isStuck(why: Problem, claim: Claim): boolean {
  return !isLost(why) || claim.tries + 1 >= MANY_TRIES;
}
