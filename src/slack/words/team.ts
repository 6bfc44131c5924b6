import type { Problem } from '../../domain/problem.ts';
import { problemWords } from './problems.ts';
import { systemNames } from './systems.ts';

/** What a Problem of `/team` means: what comes here is not tried again by itself. Plain text; `now` in epoch ms. */
export function teamProblemWords({ code, facts }: Problem, now: number): string {
  const system = systemNames(String(facts.provider ?? ''));
  switch (code) {
    case 'provider_busy':
      return `${system} asks to wait ${waitWords(facts.retryAt, now)}. Nothing was done; try again then.`;
    case 'provider_unreachable':
      return `${system} is not answering. Nothing was done; try again in a moment.`;
    case 'provider_outcome_unknown':
      return `${system}'s answer was lost, so nobody knows whether it was done. Look before you try again.`;
    default:
      return problemWords({ code, facts });
  }
}

/** That a system was too slow to say what was chosen. Plain text. */
export function lateWords(provider: string): string {
  return `${systemNames(provider)} didn't say in time what this is. Nothing was done; submit again.`;
}

function waitWords(retryAt: string | number | undefined, now: number): string {
  const minutes = typeof retryAt === 'number' ? Math.ceil((retryAt - now) / 60_000) : 0;
  if (minutes < 1) return 'a moment';
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

/** What became of something an admin did: the outcome as it stands in the books. */
export function outcomeWords(outcome: string): string {
  if (outcome === 'done') return 'done';
  if (outcome === 'asked') return 'asked for; what came of it is not known';
  if (outcome === 'withdrawn') return 'not done, and withdrawn';
  if (outcome.startsWith('waits:')) return 'not done yet; Guestlist keeps trying';
  if (outcome === 'provider_outcome_unknown') return 'asked for; the answer was lost';
  return `not done (${outcome.replaceAll('_', ' ')})`;
}
