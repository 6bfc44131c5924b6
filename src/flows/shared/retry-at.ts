import { backoffMs } from '../../domain/job.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Claim, Context, Outcome } from './context.ts';

/** When to try again: when the provider said so, else with growing waits. */
export function retryAt(context: Context, claim: Claim, why: Problem): number {
  const said = why.facts.retryAt;
  const next = context.now() + backoffMs(claim.tries + 1);
  return typeof said === 'number' ? Math.max(said, context.now() + 1_000) : next;
}

/** Not done, and why: it is tried again at that time. */
export function tryAgain(context: Context, claim: Claim, why: Problem): Outcome {
  return { kind: 'retry', at: retryAt(context, claim, why), failed: true, why: why.code };
}
