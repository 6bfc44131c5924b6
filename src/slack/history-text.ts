import { searchedFor } from '../domain/email.ts';
import type { HistoryKind } from '../flows/history-actions.ts';
import type { HistoryFilters } from '../flows/read-history.ts';
import { isSystem } from './words/systems.ts';

const areas: ReadonlyMap<string, string> = new Map([
  ['guest', 'guests'],
  ['guests', 'guests'],
]);

const kinds: ReadonlyMap<string, HistoryKind> = new Map<string, HistoryKind>([
  ['invite', 'invite'],
  ['invited', 'invite'],
  ['resend', 'resend'],
  ['resent', 'resend'],
  ['change', 'change'],
  ['changed', 'change'],
  ['edit', 'change'],
  ['edited', 'change'],
  ['cancel', 'cancel'],
  ['cancelled', 'cancel'],
  ['canceled', 'cancel'],
  ['remove', 'remove'],
  ['removed', 'remove'],
  ['role', 'role'],
  ['roles', 'role'],
  ['kick', 'kick'],
  ['kicked', 'kick'],
  ['takeover', 'takeover'],
  ['takeovers', 'takeover'],
  ['settings', 'settings'],
]);

const periods: ReadonlyMap<string, NonNullable<HistoryFilters['when']>> = new Map([
  ['today', 'day'],
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
]);

/** Nobody looks for more than this; what a modal remembers must fit into 3,000 characters (Slack). */
const LONGEST_TEXT = 200;

/** A text to look for, cut to what a modal can remember; never through a surrogate pair. */
export function searchable(text: string): string {
  return text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '');
}

/**
 * What `/team history …` asks for: `snyk`, `@mia` (as Slack escapes a person), `remove`, `week`; each once, in any order. Anything else is
 * part of whom it was about.
 */
export function readHistoryText(text: string): HistoryFilters {
  const filters: { -readonly [Key in keyof HistoryFilters]: HistoryFilters[Key] } = {};
  const rest: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const key = word.toLowerCase();
    const person = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
    const area = areas.get(key) ?? (isSystem(key) ? key : undefined);
    const kind = kinds.get(key);
    const when = periods.get(key);
    if (person !== undefined && filters.who === undefined) filters.who = person;
    else if (area !== undefined && filters.area === undefined) filters.area = area;
    else if (kind !== undefined && filters.kind === undefined) filters.kind = kind;
    else if (when !== undefined && filters.when === undefined) filters.when = when;
    else rest.push(searchedFor(word));
  }
  return { ...filters, ...(rest.length === 0 ? {} : { text: searchable(rest.join(' ')) }) };
}
