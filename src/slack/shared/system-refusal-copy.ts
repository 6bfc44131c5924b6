import type { Problem } from '../../domain/problem.ts';
import { escapeText } from '../blocks/blocks.ts';
import { problemCopy } from './problem-copy.ts';
import { systemNames, systemOf } from './system-copy.ts';
import { readerTime } from './time-copy.ts';

const and = new Intl.ListFormat('en-US');

/** Which systems found nothing, mrkdwn; '' for none of them. */
export function lookedThroughCopy(systems: readonly string[]): string {
  if (systems.length === 0) return '';
  return `Nothing found in ${escapeText(and.format(systems.map(systemNames)))}.`;
}

/** Why something a person waits for wasn't done, mrkdwn. Guestlist doesn't repeat it, so this says what to do. */
export function refusalCopy({ code, facts }: Pick<Problem, 'code' | 'facts'>): string {
  const name = escapeText(systemOf(facts));
  const reason = escapeText(reasonCopy({ code, facts }, systemOf(facts)));
  switch (code) {
    case 'provider_busy':
      return facts.retryAt === undefined
        ? `${reason} Try again in a minute.`
        : `${reason} Try again after ${readerTime(facts.retryAt, 'UTC')}.`;
    case 'provider_unreachable':
      return `${reason} Try again in a moment.`;
    case 'provider_outcome_unknown':
      return `${name}'s answer was lost, so Guestlist can't tell whether this was done. Check the list before you try again.`;
    case 'provider_not_found':
      return `It no longer exists in ${name}: it was accepted, cancelled or removed there.`;
    default:
      return reason;
  }
}

/** Why something wasn't done, without what happens next. Plain text. */
export function reasonCopy({ code, facts }: Pick<Problem, 'code' | 'facts'>, system: string): string {
  switch (code) {
    case 'provider_busy':
      return `${system} asked Guestlist to wait.`;
    case 'provider_unreachable':
      return `${system} isn't answering.`;
    case 'provider_outcome_unknown':
      return `${system}'s answer was lost.`;
    case 'provider_not_found':
      return `It no longer exists in ${system}.`;
    default:
      return problemCopy({ code, facts });
  }
}
