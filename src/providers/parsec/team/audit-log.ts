import { isProblem, type Problem } from '../../../domain/problem.ts';
import { cleanLine } from '../../../domain/text/clean.ts';
import { asNumber, instant, optional, search, text, yesNo } from '../../team-fields.ts';
import { counted } from '../../team-lists.ts';
import { type TeamAnswer, type TeamOperation, teamOperation } from '../../team-operation.ts';
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

const columns = ['Time', 'Event', 'E-mail', 'User id', 'Data', 'Event id'];

/** Who did what in the team, as Parsec wrote it down. `now` in epoch ms. */
export function auditLogOperations(api: ParsecApi, { members }: ParsecChoices, now: () => number) {
  return [
    teamOperation({
      operation: 'Get Audit Log Events',
      section: 'Audit log',
      title: 'Read the audit log',
      effect: 'looks',
      note: `At most ${counted(MOST_EVENTS, 'event')} at a time. Parsec shows the e-mail address people have now.`,
      fields: {
        start_at: optional(instant('From', { hint: 'Without it: a week before the end.' })),
        end_at: optional(instant('To', { hint: 'Without it: now.' })),
        user_id: optional(asNumber(search('By the member', members))),
        event_names: optional(
          text('Events', { hint: 'Names with commas between, as in: p2p_client_complete, client_disconnect' }),
        ),
        asFile: optional(yesNo('As a CSV file', { hint: 'It is sent to you in a direct message.' })),
      },
      check: ({ start_at, end_at, event_names }) => {
        const names = namesIn(event_names);
        if (event_names !== undefined && names.length === 0)
          return { field: 'event_names', fault: 'There is no name.' };
        if (new Set(names).size < names.length)
          return { field: 'event_names', fault: 'One of them stands there twice.' };
        const isBackwards = start_at !== undefined && end_at !== undefined && Date.parse(end_at) < Date.parse(start_at);
        return isBackwards ? { field: 'end_at', fault: 'The end comes before the start.' } : undefined;
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
function answerOf({ rows, left }: Read, start: string, end: number): TeamAnswer {
  const span = `from ${writeUtc(Date.parse(start))} to ${writeUtc(end)}`;
  if (rows.length === 0) return { words: `Nothing is in the log ${span}.` };
  const newestFirst = rows.toSorted((one, other) => other.at - one.at).map(({ cells }) => cells);
  return { words: wordsFor(counted(rows.length, 'event'), span, left), table: { columns, rows: newestFirst } };
}

function wordsFor(events: string, span: string, left: Read['left']): string {
  if (left === 'nothing') return `${events} ${span}, newest first.`;
  if (left === 'more') return `Only ${events} ${span}: there are more than fit. Choose a shorter time for the others.`;
  const why = left.code === 'provider_busy' ? 'asks to wait' : 'stopped answering';
  return `Only ${events} ${span}: Parsec ${why}, and the others are missing. Try again in some minutes, or choose a shorter time.`;
}

function rowOf(event: AuditEvent): Row {
  const at = event.timestamp ?? event.created_at;
  const cells = [
    at === undefined ? '(no time)' : writeUtc(at),
    event.event_name ?? event.name ?? '',
    event.email ?? '',
    event.user_id ?? '',
    event.data === undefined || event.data === null ? '' : cleanLine(JSON.stringify(event.data)),
    event.id ?? '',
  ];
  return { at: at ?? 0, cells };
}

/** With milliseconds only when there are any, as Parsec writes it. */
function writeUtc(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function namesIn(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
