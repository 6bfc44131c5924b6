import { isProblem, type Problem } from '../../../domain/problem.ts';
import { cleanLine } from '../../../domain/text/clean.ts';
import { asNumber, instant, optional, search, text, writeTimestamp, yesNo } from '../../team-fields.ts';
import { counted } from '../../team-lists.ts';
import { type TeamOperation, type TeamResult, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { AuditEvent } from '../schema.ts';
import { walkAuditLog } from '../walk.ts';
import type { ParsecChoices } from './choices.ts';

/** What is read of the log at once, and kept in memory: 20 of the 50 requests Parsec allows in five minutes. */
const MOST_EVENTS = 20_000;
/** The same in characters: what an event says of itself has no bound. */
const MOST_CHARACTERS = 8_000_000;
/** Without a start the log is read from this long before the end, ms: as far back as Parsec's own dashboard gives it. */
const WEEK_MS = 7 * 86_400_000;

const columns = ['Time', 'Event', 'Email', 'User id', 'Data', 'Event id'];
/** For programs that read the file: a person is named by the address. */
const fileOnly = ['User id', 'Event id'];

/** Who did what in the team, as Parsec wrote it down. `now` in epoch ms. */
export function auditLogOperations(api: ParsecApi, { members }: ParsecChoices, now: () => number) {
  return [
    teamOperation({
      operation: 'Get Audit Log Events',
      section: 'Audit log',
      title: 'Read the audit log',
      effect: 'reads',
      note: `Shows at most ${counted(MOST_EVENTS, 'event')}. Parsec lists people by their current email address.`,
      fields: {
        start_at: optional(instant('From', { hint: 'Default: a week before the end.' })),
        end_at: optional(instant('To', { hint: 'Default: now.' })),
        user_id: optional(asNumber(search('By the member', members))),
        event_names: optional(
          text('Events', { hint: 'Separated by commas, like p2p_client_complete, client_disconnect' }),
        ),
        asFile: optional(yesNo('As a CSV file', { hint: 'Sent to you in a direct message.' })),
      },
      check: ({ start_at, end_at, event_names }) => {
        const names = namesIn(event_names);
        if (event_names !== undefined && names.length === 0)
          return { field: 'event_names', fault: 'Enter at least one event name.' };
        if (new Set(names).size < names.length) return { field: 'event_names', fault: 'Enter each one only once.' };
        const isBackwards = start_at !== undefined && end_at !== undefined && Date.parse(end_at) < Date.parse(start_at);
        return isBackwards ? { field: 'end_at', fault: 'Enter an end after the start.' } : undefined;
      },
      run: async ({ asFile = false, event_names, ...given }) => {
        const end = given.end_at === undefined ? now() : Date.parse(given.end_at);
        const start_at = given.start_at ?? new Date(end - WEEK_MS).toISOString();
        const names = namesIn(event_names);
        const pages = walkAuditLog(api, { ...given, start_at, ...(names.length === 0 ? {} : { event_names: names }) });
        const read = await readEvents(pages);
        return isProblem(read) ? read : { ...answerOf(read, start_at, end), asFile };
      },
    }),
  ] satisfies TeamOperation[];
}

type Read = { readonly rows: readonly Row[]; readonly left: 'nothing' | 'more' | Problem };
type Row = { readonly at: number; readonly cells: readonly string[] };

/** Page by page, until the end, the most, or a page that fails; only when that is the first there is nothing to show. */
async function readEvents(pages: AsyncIterable<readonly AuditEvent[] | Problem>): Promise<Read | Problem> {
  const rows: Row[] = [];
  let characters = 0;
  for await (const page of pages) {
    if (isProblem(page)) return rows.length === 0 ? page : { rows, left: page };
    for (const event of page) {
      const row = rowOf(event);
      characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
      if (rows.length === MOST_EVENTS || characters > MOST_CHARACTERS) return { rows, left: 'more' };
      rows.push(row);
    }
  }
  return { rows, left: 'nothing' };
}

// In which order Parsec gives them is not documented.
function answerOf({ rows, left }: Read, start: string, end: number): TeamResult {
  const span = `from ${writeTimestamp(Date.parse(start))} to ${writeTimestamp(end)}`;
  if (rows.length === 0) return { copy: `No events ${span}.` };
  const newestFirst = rows.toSorted((one, other) => other.at - one.at).map(({ cells }) => cells);
  return { copy: wordsFor(counted(rows.length, 'event'), span, left), table: { columns, fileOnly, rows: newestFirst } };
}

function wordsFor(events: string, span: string, left: Read['left']): string {
  if (left === 'nothing') return `${events} ${span}, newest first.`;
  if (left === 'more')
    return `Only ${events} ${span}: there are too many to show. Choose a shorter period to see the rest.`;
  const why = left.code === 'provider_busy' ? 'asks to wait' : 'stopped answering';
  return `Only ${events} ${span}: Parsec ${why}, so the rest is missing. Try again in a few minutes, or choose a shorter period.`;
}

function rowOf(event: AuditEvent): Row {
  const at = event.timestamp ?? event.created_at;
  const cells = [
    at === undefined ? '(no time)' : writeTimestamp(at),
    event.event_name ?? event.name ?? '',
    event.email ?? '',
    event.user_id ?? '',
    cleanLine(dataWords(event.data)),
    event.id ?? '',
  ];
  return { at: at ?? 0, cells };
}

/** What an event says of itself, as `machine id: 2xK…, online: true`. Parsec documents no shape. */
function dataWords(data: unknown): string {
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return String(data);
  if (Array.isArray(data)) return data.map(dataWords).join(', ');
  if (typeof data !== 'object' || data === null) return '';
  return Object.entries(data)
    .map(([key, value]) => `${key.replaceAll('_', ' ')}: ${dataWords(value)}`)
    .join(', ');
}

function namesIn(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
