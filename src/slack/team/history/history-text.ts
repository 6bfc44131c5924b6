import { searchedFor } from '../../../domain/text/email.ts';
import { GUESTS, type HistoryKind } from '../../../flows/shared/history-actions.ts';
import type { HistoryFilters } from '../../../flows/team/read-history.ts';
import { searchable } from '../../blocks/metadata.ts';
import { isSystem } from '../../shared/system-copy.ts';

const kindWords: Readonly<Record<Exclude<HistoryKind, 'team'>, string>> = {
  invite: 'invite invited',
  resend: 'resend resent',
  change: 'change changed edit edited',
  cancel: 'cancel cancelled canceled',
  remove: 'remove removed',
  role: 'role roles',
  kick: 'kick kicked',
  takeover: 'takeover takeovers',
  settings: 'settings',
};
const kinds = new Map(
  Object.entries(kindWords).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind as HistoryKind])),
);

const periods: Readonly<Record<string, HistoryFilters['when']>> = {
  today: 'day',
  day: 'day',
  week: 'week',
  month: 'month',
};

/**
 * Reads `/team history …`: `snyk`, `@mia` (as Slack escapes a person), `remove`, `week`; each once, in any order. Everything else is
 * searched for.
 */
export function readHistoryText(text: string): HistoryFilters {
  const filters: { -readonly [Key in keyof HistoryFilters]: HistoryFilters[Key] } = {};
  const rest: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const key = word.toLowerCase();
    const person = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
    const area = areaOf(key);
    const kind = kinds.get(key);
    const when = Object.hasOwn(periods, key) ? periods[key] : undefined;
    if (person !== undefined && filters.who === undefined) filters.who = person;
    else if (area !== undefined && filters.area === undefined) filters.area = area;
    else if (kind !== undefined && filters.kind === undefined) filters.kind = kind;
    else if (when !== undefined && filters.when === undefined) filters.when = when;
    else rest.push(searchedFor(word));
  }
  return { ...filters, ...(rest.length === 0 ? {} : { text: searchable(rest.join(' ')) }) };
}

function areaOf(word: string): string | undefined {
  if (word === 'guest' || word === 'guests') return GUESTS;
  return isSystem(word) ? word : undefined;
}
