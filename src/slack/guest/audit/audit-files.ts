import { auditJson } from '../../../domain/audit-export.ts';
import { CSV_START, csvLine } from '../../../domain/text/csv.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import type { ShownEntry } from '../../../flows/guest/audit/audit-subjects.ts';
import type { FileText } from '../../posting/file-steps.ts';
import { viaNames } from './audit-modal.ts';
import type { ExportFormat } from './audit-text.ts';
import { actionWords } from './audit-words.ts';
import { isInstant } from './changed-values.ts';

/** Entries in one file: an export of the most entries, in both formats, has eight, and Slack shows ten in a message. */
const ENTRIES_PER_FILE = 25_000;

/** How entries become the text of a file, as much of it at once as was read. */
type Writer = {
  readonly begin: (zone: string) => string;
  readonly write: (entries: readonly ShownEntry[], zone: string) => string;
};

const writers = {
  csv: {
    begin: (zone) => `${CSV_START}${csvLine(columns(zone))}`,
    write: (entries, zone) => entries.map((entry) => csvLine(cells(entry, zone))).join(''),
  },
  jsonl: {
    begin: () => '',
    write: (entries) => entries.map((entry) => `${auditJson(entry)}\n`).join(''),
  },
} satisfies Record<ExportFormat, Writer>;

/**
 * The files of an export, each made when it is asked for. `zone` (IANA) is that of the person, `name` without an ending. Without entries there
 * is none.
 */
export async function* auditFiles(
  pages: AsyncIterable<readonly ShownEntry[]>,
  formats: readonly ExportFormat[],
  {
    name,
    zone,
    perFile = ENTRIES_PER_FILE,
  }: { readonly name: string; readonly zone: string; readonly perFile?: number },
): AsyncGenerator<FileText> {
  let part = 1;
  let held = emptyChunks(formats, zone);
  const files = (isLast: boolean) =>
    held.map(({ format, chunks }) => ({
      name: `${name}${part === 1 && isLast ? '' : `-${part}`}.${format}`,
      text: chunks.join(''),
    }));
  let rows = 0;
  for await (const entries of pages) {
    if (rows > 0 && rows + entries.length > perFile) {
      yield* files(false);
      part += 1;
      rows = 0;
      held = emptyChunks(formats, zone);
    }
    rows += entries.length;
    for (const { format, chunks } of held) {
      chunks.push(writers[format].write(entries, zone));
    }
  }
  if (rows > 0) yield* files(true);
}

function emptyChunks(formats: readonly ExportFormat[], zone: string) {
  return formats.map((format) => ({ format, chunks: [writers[format].begin(zone)] }));
}

function columns(zone: string): readonly string[] {
  return [
    'Entry',
    'Time (UTC)',
    `Time (${zone})`,
    'Person',
    'Action',
    'What',
    'Guest',
    'Computer',
    'Event',
    'Subject',
    'Through',
    'Allowed by',
    'Approved by',
    'Reason',
    'Before',
    'After',
    'Details',
    'Hash',
  ];
}

function cells(entry: ShownEntry, zone: string): readonly string[] {
  const { facts, invite } = entry;
  const { date, time } = wallTimeOf(entry.at, zone);
  return [
    String(entry.seq),
    new Date(entry.at).toISOString(),
    `${date} ${time}`,
    entry.actor,
    entry.action,
    actionWords(entry.action),
    String(facts.guest ?? facts.guestEmail ?? invite?.guestEmail ?? ''),
    String(facts.host ?? invite?.hostName ?? ''),
    String(facts.event ?? invite?.eventName ?? ''),
    entry.inviteId ?? entry.subject ?? '',
    entry.via === undefined ? '' : viaNames[entry.via],
    entry.rule ?? '',
    (entry.approvedBy ?? []).join(' '),
    entry.reason ?? '',
    written(entry.before),
    written(entry.after),
    written(facts),
    entry.hash,
  ];
}

/** Facts in one cell, for people: `endsAt: 2026-11-23T09:00:00.000Z; host: Edit 1`. */
function written(facts: ShownEntry['facts'] = {}): string {
  return Object.entries(facts)
    .map(([key, value]) => `${key}: ${isInstant(key, value) ? new Date(value).toISOString() : String(value)}`)
    .join('; ');
}
