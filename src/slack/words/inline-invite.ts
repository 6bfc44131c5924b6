import type { InlineInvite } from '../../domain/inline-invite.ts';
import { unreadWords } from '../views/asked-times.ts';
import { shortText } from '../views/blocks.ts';
import type { TimeForm } from '../views/time-blocks.ts';

/** No computer, or several, are called what was typed; mrkdwn. */
export function hostNotFound(text: string, found: number): string {
  return found === 0
    ? `:warning: No computer open to guests is called ${quoted(text)}. Choose one.`
    : `:warning: More than one computer matches ${quoted(text)}. Choose the one you mean.`;
}

/** Parsec did not answer, or not in time; mrkdwn. */
export function hostNotAsked(text: string): string {
  return `:warning: Parsec did not say which computers there are, so ${quoted(text)} was not looked up. Choose the computer.`;
}

function quoted(text: string): string {
  return `“${shortText(text, 100)}”`;
}

/** What of the typed line was not read, and what to pick, mrkdwn; '' when all of it was. */
export function unreadLine(inline: Pick<InlineInvite, 'unread' | 'doubtful'>, time: TimeForm): string {
  const text = unreadWords(inline, time);
  return text === '' ? '' : `:warning: ${shortText(text, 600)}`;
}

/** As many are named, the others counted. */
const MOST_NAMED = 5;

/** Addresses that were named besides the guest's; mrkdwn, '' when there are none. */
export function notInvited(others: readonly string[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, MOST_NAMED).map((each) => shortText(each, 100));
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `:warning: One invite is for one guest. Not invited by this one: ${named.join(', ')}${more}.`;
}
