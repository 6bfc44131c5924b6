import type { KnownBlock, ModalView } from '@slack/types';
import { cleanText } from '../../domain/text/clean.ts';
import type { Table, TeamAnswer } from '../../flows/context.ts';
import type { StillWanted } from '../../flows/take-away.ts';
import { modals } from '../names.ts';
import { stillWantedWords } from '../words/removals.ts';
import { outcomeWords } from '../words/team.ts';
import { withReaderTimes } from '../words/times.ts';
import { actions, context, cut, cutMrkdwn, escapeText, header, plain, section, shortText } from './blocks.ts';
import { paragraphs } from './pages.ts';
import { keepButtons } from './removal.ts';
import { teamTitle } from './team-form.ts';

/** Slack: a section has at most 3000 characters. */
const SECTION = 3000;
/** Slack: a view has at most 100 blocks and 250,000 bytes. Some of both are for what stands around the table. */
const MAX_SECTIONS = 90;
const MAX_BYTES = 180_000;

/** Where the file is that holds the whole table. */
export type FileState =
  | { readonly state: 'sending' }
  | { readonly state: 'sent'; readonly link: string | undefined }
  | { readonly state: 'failed'; readonly words: string };

/** What came of an operation, and what was put in, in lines. */
export type Result = { readonly title: string; readonly shown: readonly string[]; readonly answer: TeamAnswer };

/** Shown while the system is asked. */
export function teamWorking(title: string): ModalView {
  return modal([
    header(title),
    context(
      ':hourglass_flowing_sand: One moment… You can close this and go on with something else; “/team history” shows what came of it.',
    ),
  ]);
}

/** How many rows of a table do not fit into a modal. */
export function hiddenRows(table: Table | undefined): number {
  return visible(table).hidden;
}

/** What came of an operation. Of a table that does not fit it says how much is missing, and where all of it is. */
export function teamResult({ title, shown, answer }: Result, file?: FileState): ModalView {
  const { parts, hidden } = visible(answer.table);
  const input = cleanText(shown.join('\n'));
  return modal([
    header(title),
    ...(input === '' ? [] : [context(withReaderTimes(escapeText(cut(input, 1_500))))]),
    section(withReaderTimes(escapeText(cut(answer.words, 1_900)))),
    ...(file === undefined ? [] : [context(fileWords(file))]),
    ...parts.map((part) => section(part)),
    ...(hidden === 0 ? [] : [context(hiddenWords(hidden))]),
  ]);
}

/** An operation that was not done, or of which nobody knows, in words. */
export function teamFailure(title: string, words: string): ModalView {
  return modal([header(title), section(`:x: ${escapeText(cut(words, 2_500))}`)]);
}

/** An operation that takes access away and did not get through: it is tried again, unless somebody withdraws it. */
export function teamWaiting(title: string, wanted: StillWanted): ModalView {
  const keep = keepButtons({ id: wanted.removalId, kind: wanted.what, mayWithdraw: true });
  return modal([
    header(title),
    section(`:warning: ${cutMrkdwn(stillWantedWords(wanted), 2_900)}`),
    actions(keep, 'keep'),
    context('“/team history” shows what came of it, and lets you withdraw it.'),
  ]);
}

/** What became of an operation that was submitted once more when it was over: its outcome as it stands in the books. */
export function teamOutcome(title: string, outcome: string): ModalView {
  return modal([
    header(title),
    section(`This was submitted twice, and asked for once. What came of it: ${outcomeWords(outcome)}.`),
    context('“/team history” shows what was put in. To see what a list says, open “/team” again.'),
  ]);
}

function modal(blocks: KnownBlock[]): ModalView {
  return { type: 'modal', callback_id: modals.teamResult, title: plain(teamTitle), close: plain('Close'), blocks };
}

function hiddenWords(hidden: number): string {
  return `${hidden.toLocaleString('en-GB')} more ${hidden === 1 ? 'does' : 'do'} not fit here.`;
}

function fileWords(file: FileState): string {
  if (file.state === 'sending') return ':hourglass_flowing_sand: What was read is on its way as a CSV file…';
  if (file.state === 'failed') return `:warning: The CSV file could not be sent. ${escapeText(file.words)}`;
  const where = 'a direct message from Guestlist';
  return `:page_facing_up: All that was read is in a CSV file, in ${file.link === undefined ? where : `<${file.link}|${where}>`}.`;
}

function visible({ columns, rows }: Table = { columns: [], rows: [] }): {
  readonly parts: readonly string[];
  readonly hidden: number;
} {
  const lines: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const written = line(columns, row);
    bytes += Buffer.byteLength(JSON.stringify(written));
    if (bytes > MAX_BYTES) break;
    lines.push(written);
  }
  const parts = paragraphs(lines, SECTION).slice(0, MAX_SECTIONS);
  const shown = parts.reduce((sum, part) => sum + part.split('\n').length, 0);
  return { parts, hidden: rows.length - shown };
}

/** One row: its first column stands out, the others say what they are. Empty ones are left out. */
function line(columns: readonly string[], row: readonly string[]): string {
  const [first = '', ...others] = row.map((cell) => shortText(cell, 120));
  const rest = others.flatMap((cell, index) => (cell === '' ? [] : [`${columns[index + 1] ?? ''}: ${cell}`]));
  return withReaderTimes(cutMrkdwn([`*${first || '—'}*`, ...rest].join(' · '), 900));
}
