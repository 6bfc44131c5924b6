import { cleanLine } from '../text/clean.ts';
import { takeGuests } from '../text/email.ts';
import type { NamedPerson } from '../text/people-in-text.ts';
import { writeLength } from './durations.ts';
import { type DoubtfulDate, type LineContext, readLine } from './read-line.ts';
import type { TypedWindow } from './typed-window.ts';

/** What `/guest invite …` says in one line, as far as it could be made out; wall times are in the person's zone. */
export type InlineInvite = {
  /** The guest's address; what has an @ and is none where nobody else was named, so that the form can say what is wrong with it. */
  readonly email: string | undefined;
  /** The guest, where they were named as Slack names people. */
  readonly person: NamedPerson | undefined;
  /** Who was named besides, as typed: one invite is for one guest. */
  readonly others: readonly string[];
  /** The host as it was typed. */
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
  const named = takeGuests(line);
  const guest = named.guests.find((each) => !('unread' in each)) ?? named.guests[0];
  const others = named.guests.filter((each) => each !== guest).map(guestText);
  const { hostText, window, unread, doubtful } = readLine(named.rest.replaceAll('&amp;', '&'), context);
  return {
    email: guest === undefined || 'person' in guest ? undefined : guestText(guest),
    person: guest !== undefined && 'person' in guest ? guest.person : undefined,
    others,
    hostText,
    window: window && {
      start: window.start,
      end: window.end?.kind === 'for' ? { kind: 'for', text: writeLength(window.end.length) } : window.end,
    },
    unread,
    doubtful,
  };
}

function guestText(guest: ReturnType<typeof takeGuests>['guests'][number]): string {
  if ('email' in guest) return guest.email;
  return 'unread' in guest ? guest.unread : `@${guest.person.name || guest.person.id}`;
}
