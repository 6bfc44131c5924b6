import { lastDayOf } from '../../../domain/time/months.ts';
import { searchable } from '../../blocks/metadata.ts';
import { type AuditMemory, isDay } from './audit-memory.ts';
import type { AuditKind } from './audit-words.ts';

const kinds: Readonly<Record<string, AuditKind>> = {
  request: 'request',
  requests: 'request',
  parsec: 'parsec',
  change: 'change',
  changes: 'change',
  cancel: 'cancel',
  cancels: 'cancel',
  kick: 'kick',
  kicks: 'kick',
  end: 'end',
  ends: 'end',
  hold: 'hold',
  holds: 'hold',
  takeovers: 'hold',
  member: 'member',
  members: 'member',
  settings: 'settings',
  reports: 'records',
};

type Filters = Pick<AuditMemory, 'who' | 'kind' | 'from' | 'to' | 'text'>;

/**
 * Reads `/guest audit …`: `@mia` (as Slack escapes a person), `cancels`, a month (`2026-05`) or one or two days (`2026-05-01`), in any order.
 * Everything else is searched for.
 */
export function readAuditText(text: string): Filters {
  const filters: { -readonly [Key in keyof Filters]: Filters[Key] } = {};
  const rest: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const key = word.toLowerCase();
    const person = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    const last = lastDayOf(word);
    if (person !== undefined && filters.who === undefined) filters.who = person;
    else if (kind !== undefined && filters.kind === undefined) filters.kind = kind;
    else if (last !== undefined && filters.from === undefined) Object.assign(filters, { from: `${word}-01`, to: last });
    else if (isDay(word) && filters.from === undefined) Object.assign(filters, { from: word, to: word });
    else if (isDay(word) && filters.from !== undefined && word >= filters.from) filters.to = word;
    else rest.push(word);
  }
  return { ...filters, ...(rest.length === 0 ? {} : { text: searchable(rest.join(' ')) }) };
}

export const formats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof formats)[number];

/** Reads `export [csv|jsonl] …`; without a format both are meant. Undefined when the text does not begin so. */
export function readExportText(
  text: string,
): { readonly formats: readonly ExportFormat[]; readonly filters: Filters } | undefined {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  if (first.toLowerCase() !== 'export') return undefined;
  const format = formats.find((each) => each === rest[0]?.toLowerCase());
  const words = format === undefined ? rest : rest.slice(1);
  return { formats: format === undefined ? formats : [format], filters: readAuditText(words.join(' ')) };
}
