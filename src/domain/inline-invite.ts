import { writeDuration } from './durations.ts';
import { findEmails, withoutEmails } from './email.ts';
import { cleanLine } from './text/clean.ts';
import { type DoubtfulDate, type LineContext, readLine } from './time/read-line.ts';
import type { TypedWindow } from './typed-window.ts';

/** What `/guest invite …` says in one line, as far as it could be made out; wall times are in the person's zone. */
export type InlineInvite = {
  readonly email: string | undefined;
  /** Addresses that were named besides: one invite is for one guest. */
  readonly others: readonly string[];
  /** The computer as it was typed. */
  readonly hostText: string | undefined;
  /** A date or a time that is '' was not said, or not clearly, and has to be asked. */
  readonly window: { readonly start: TypedWindow['start']; readonly end: TypedWindow['end'] | undefined } | undefined;
  /** Words that were used for nothing, as they were typed. */
  readonly unread: readonly string[];
  /** Dates in figures that can be two days. */
  readonly doubtful: readonly DoubtfulDate[];
};

/** Longer than any invite in one line; keeps the search for times in a text by somebody else short. */
const MAX_TEXT = 500;

/**
 * Reads text such as `ana@example.com on Edit-3 tomorrow 14:00-16:00` or `in 2h for 90m`. The zone is the person's own, and the only one: the
 * same text means the same in every process. Never throws; what is not understood is left to the form.
 */
export function readInlineInvite(text: string, context: LineContext): InlineInvite {
  const line = cleanLine(text.slice(0, MAX_TEXT));
  const [email, ...others] = findEmails(line);
  const rest = withoutEmails(line.replaceAll(/<mailto:[^>]*>/gi, ' ').replaceAll(/<https?:[^|>]*\|([^>]*)>/gi, ' $1 '));
  const { hostText, window, unread, doubtful } = readLine(rest.replaceAll('&amp;', '&'), context);
  return {
    email,
    others,
    hostText,
    window: window && {
      start: window.start,
      end: window.end?.kind === 'for' ? { kind: 'for', text: writeDuration(window.end.ms) } : window.end,
    },
    unread,
    doubtful,
  };
}
