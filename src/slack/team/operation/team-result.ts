import type { KnownBlock, ModalView } from '@slack/types';
import { cleanText } from '../../../domain/text/clean.ts';
import type { Table, TeamResult } from '../../../flows/shared/context.ts';
import type { StillWanted } from '../../../flows/shared/take-away.ts';
import {
  actions,
  context,
  cut,
  cutMrkdwn,
  escapeText,
  header,
  lineBlock,
  section,
  shortText,
} from '../../blocks/blocks.ts';
import { modal } from '../../blocks/inputs.ts';
import { paragraphs } from '../../blocks/pages.ts';
import { modals } from '../../names.ts';
import { type FileState, fileCopy } from '../../shared/file-state.ts';
import { keepButtons } from '../../shared/removal.ts';
import { stillWantedCopy } from '../../shared/removal-copy.ts';
import { withReaderTimes } from '../../shared/time-copy.ts';
import { submittedTwiceCopy, teamTitle } from './team-copy.ts';

/** Slack: a view has at most 100 blocks and 250,000 bytes. The rest is for what is around the table. */
const MAX_SECTIONS = 90;
const MAX_BYTES = 180_000;

/** The result of an operation, and its input in lines. */
export type Result = { readonly title: string; readonly shown: readonly string[]; readonly answer: TeamResult };

/** Shown while the system is asked. */
export function teamWorking(title: string): ModalView {
  return resultModal(title, [
    context(':hourglass_flowing_sand: In progress… You can close this. “/team history” shows the result.'),
  ]);
}

/** How many rows of a table don't fit into a modal. */
export function hiddenRows(table: Table | undefined): number {
  return visible(table).hidden;
}

/** The result of an operation. If a table doesn't fit, it says how many rows are missing, and where all of them are. */
export function teamResult({ title, shown, answer }: Result, file?: FileState): ModalView {
  const { parts, hidden } = visible(answer.table);
  const input = cleanText(shown.join('\n'));
  return resultModal(title, [
    ...lineBlock(withReaderTimes(escapeText(cut(input, 1_500)))),
    section(withReaderTimes(escapeText(cut(answer.copy, 1_900)))),
    ...lineBlock(file === undefined ? '' : fileCopy(file)),
    ...parts.map((part) => section(part)),
    ...lineBlock(hidden === 0 ? '' : hiddenCopy(hidden)),
  ]);
}

/** An operation that failed, or whose outcome is unknown. `text`: why, plain text. */
export function teamFailure(title: string, text: string): ModalView {
  return resultModal(title, [section(`:x: ${escapeText(cut(text, 2_500))}`)]);
}

/** An operation that takes access away and failed: Guestlist retries it, unless somebody withdraws it. */
export function teamWaiting(title: string, wanted: StillWanted): ModalView {
  const keep = keepButtons({ id: wanted.removalId, kind: wanted.what, mayWithdraw: true });
  return resultModal(title, [
    section(`:warning: ${cutMrkdwn(stillWantedCopy(wanted), 2_900)}`),
    actions(keep, 'keep'),
    context('“/team history” shows the result, and lets you withdraw this.'),
  ]);
}

/** The recorded outcome of an operation that was submitted twice. */
export function teamOutcome(title: string, outcome: string): ModalView {
  return resultModal(title, [
    section(submittedTwiceCopy(outcome)),
    context('“/team history” shows what you entered. To load a list again, type “/team”.'),
  ]);
}

function resultModal(title: string, blocks: readonly KnownBlock[]): ModalView {
  return modal({ id: modals.teamResult, title: teamTitle, blocks: [header(title), ...blocks] });
}

function hiddenCopy(hidden: number): string {
  return hidden === 1 ? "1 more row doesn't fit here." : `${hidden.toLocaleString('en-US')} more rows don't fit here.`;
}

/** The rows that fit into a modal, as texts, and how many don't. */
function visible({ columns, rows, fileOnly = [] }: Table = { columns: [], rows: [] }) {
  const isShown = (_: string, index: number) => !fileOnly.includes(columns[index] ?? '');
  const names = columns.filter(isShown);
  const lines: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const written = line(names, row.filter(isShown));
    bytes += Buffer.byteLength(JSON.stringify(written));
    if (bytes > MAX_BYTES) break;
    lines.push(written);
  }
  const parts = paragraphs(lines).slice(0, MAX_SECTIONS);
  const shown = parts.reduce((sum, part) => sum + part.split('\n').length, 0);
  return { parts, hidden: rows.length - shown };
}

/** One row: the first column in bold, the others with their names. Empty ones are left out. */
function line(columns: readonly string[], row: readonly string[]): string {
  const [first = '', ...others] = row.map((cell) => shortText(cell, 120));
  const rest = others.flatMap((cell, index) => (cell === '' ? [] : [`${columns[index + 1] ?? ''}: ${cell}`]));
  return withReaderTimes(cutMrkdwn([`*${first || '—'}*`, ...rest].join(' · '), 900));
}
