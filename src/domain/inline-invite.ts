import { readDuration, writeDuration } from './durations.ts';
import { takeGuests } from './email.ts';
import { readTimes } from './inline-times.ts';
import { isProblem } from './problem.ts';
import { cleanLine } from './text/clean.ts';
import type { NamedPerson } from './text/people-in-text.ts';
import type { TypedWindow } from './typed-window.ts';

/** What `/guest invite …` says in one line, as far as it could be made out; wall times are in the person's zone. */
export type InlineInvite = {
  /** The guest's address; what has an @ and is none where nobody else was named, so that the form can say what is wrong with it. */
  readonly email: string | undefined;
  /** The guest, where they were named as Slack names people. */
  readonly person: NamedPerson | undefined;
  /** Who was named besides, as typed: one invite is for one guest. */
  readonly others: readonly string[];
  /** What is neither an e-mail nor a time: most likely the computer. */
  readonly hostText: string | undefined;
  readonly window: { readonly start: TypedWindow['start']; readonly end: TypedWindow['end'] | undefined } | undefined;
};

/** Longer than any invite in one line; keeps the search for dates in a text by somebody else short. */
const MAX_TEXT = 500;

/**
 * Reads text such as `ana@example.com on Edit-3 tomorrow 14:00-16:00` or `in 2h for 90m`. `now` in epoch ms, `zone` the
 * person's own. Never throws; what is not understood is left to the form.
 */
export function readInlineInvite(text: string, at: { readonly now: number; readonly zone: string }): InlineInvite {
  const line = cleanLine(text.slice(0, MAX_TEXT));
  const named = takeGuests(line);
  const guest = named.guests.find((each) => !('unread' in each)) ?? named.guests[0];
  const others = named.guests.filter((each) => each !== guest).map(guestText);
  let { rest } = named;
  if (others.length > 0) rest = rest.replaceAll(/(?<=^|[\s,;])(?:and|&amp;|&)(?=[\s,;]|$)/gi, ' ');

  // An apostrophe inside a word ("Ana's Mac") quotes nothing.
  const quoted = /["“”]([^"“”]+)["“”]|(?<=^|\s)['‘]([^'‘’]+)['’](?=$|\s)/.exec(rest);
  if (quoted) rest = rest.replace(quoted[0], () => ' ');
  const length = takeLength(rest);
  const times = readTimes(length.rest, at);
  const end: TypedWindow['end'] | undefined =
    times.end ?? (length.text === undefined ? undefined : { kind: 'for', text: length.text });
  const hostText = (quoted?.[1] ?? quoted?.[2] ?? withoutLinks(times.rest)).replaceAll(/[\s,;<>]+/g, ' ').trim();
  return {
    email: guest === undefined || 'person' in guest ? undefined : guestText(guest),
    person: guest !== undefined && 'person' in guest ? guest.person : undefined,
    others,
    hostText: hostText === '' ? undefined : hostText,
    window: times.start === undefined && end === undefined ? undefined : { start: times.start ?? { kind: 'now' }, end },
  };
}

function guestText(guest: ReturnType<typeof takeGuests>['guests'][number]): string {
  if ('email' in guest) return guest.email;
  return 'unread' in guest ? guest.unread : `@${guest.person.name || guest.person.id}`;
}

// "Machine 5" is a name, "machine Edit-3" is not.
function withoutLinks(text: string): string {
  return text.replaceAll(
    /(?<=^|\s)(?:on|at|from|for|to|until|(?:the )?(?:host|computer|machine)(?!\s+\d))(?=\s|$)/gi,
    ' ',
  );
}

/**
 * Takes out "for 90m", "for 2 hours", and "2 hours" by itself: a date parser would read them as times of their own.
 * "in 2h" is a time and stays; so does "3d" alone, which is a name rather than three days.
 */
function takeLength(text: string): { readonly rest: string; readonly text: string | undefined } {
  const count = String.raw`(?:\d{1,4}(?:[.,]\d{1,2})?\s*|(?:half\s+)?an?\s+|one\s+)`;
  const unit = '(?:days?|hours?|hrs?|h|minutes?|mins?|m)';
  const more = String.raw`(?:(?:\s*,\s*|\s+and\s+|\s*)\d{1,3}(?:\s*${unit})?){0,2}`;
  const lengths = new RegExp(
    String.raw`(?<=^|[\s,;])(for\s+|in\s+|within\s+|after\s+)?(\d{1,3}:[0-5]\d|\d+d(?:\s*\d+h)?|${count}${unit}${more})(?=$|[\s,;])(?!\s+(?:from now|later|ago)\b)`,
    'gi',
  );
  const found = [...text.matchAll(lengths)].filter(([, link = '', said = '']) =>
    /^for/i.test(link) ? true : link === '' && !/^\d+(?:d|:)/i.test(said) && !/^(?:1[3-9]|2[0-3])h/i.test(said),
  );
  const best = found.find(([, link]) => link !== undefined) ?? found[0];
  const ms = readDuration(best?.[2]?.replaceAll(/\s+/g, ' ') ?? '');
  if (best === undefined || isProblem(ms)) return { rest: text, text: undefined };
  const rest = `${text.slice(0, best.index)} ${text.slice(best.index + best[0].length)}`;
  return { rest, text: writeDuration(ms) };
}
