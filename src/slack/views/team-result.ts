import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { RawInput, TeamAnswer } from '../../flows/context.ts';
import type { KnownOperation } from '../../flows/team-operations.ts';
import { modals } from '../names.ts';
import { context, cut, escapeText, plain, section } from './blocks.ts';

/** Slack: a modal has at most 100 blocks, a section 3000 characters, private_metadata 3000. */
const MAX_BLOCKS = 96;
const SECTION = 3000;
const METADATA = 3000;

/** Shown while the system is asked. */
export function teamWorking(title: string): ModalView {
  return modal('One moment', [context(`:hourglass_flowing_sand: ${escapeText(title)}…`)]);
}

/** What came of an operation. Rows that do not fit are counted. */
export function teamResult(title: string, answer: TeamAnswer): ModalView {
  const { columns = [], rows = [] } = answer.table ?? {};
  const lines = rows.map((row) => line(columns, row));
  const sections = fill(lines);
  const shown = sections.slice(0, MAX_BLOCKS);
  const hidden = sections.slice(MAX_BLOCKS).reduce((sum, part) => sum + part.length, 0);
  return modal(title, [
    section(escapeText(cut(answer.words, 2500))),
    ...shown.map((part) => section(part.join('\n'))),
    ...(hidden === 0 ? [] : [context(`${hidden} more do not fit here. Narrow the search.`)]),
  ]);
}

/** An operation that was not done, in words. */
export function teamFailure(title: string, words: string): ModalView {
  return modal(title, [section(`:x: ${escapeText(cut(words, 2900))}`)]);
}

/** Asks once more before something is destroyed; undefined when what was put in is too long to be kept until the answer. */
export function teamConfirm(known: KnownOperation, raw: RawInput, shown: readonly string[]): ModalView | undefined {
  const memory = JSON.stringify({ operation: known.id, raw } satisfies Memory);
  if (memory.length > METADATA) return undefined;
  return {
    ...modal('Are you sure?', [
      section(`:warning: *${escapeText(known.row.title)}*\nThis cannot be taken back.`),
      ...(shown.length === 0 ? [] : [section(shown.map((text) => `• ${escapeText(cut(text, 250))}`).join('\n'))]),
    ]),
    callback_id: modals.teamConfirm,
    submit: plain('Do it'),
    close: plain('Back'),
    private_metadata: memory,
  };
}

const Memory = z.object({
  operation: z.string(),
  raw: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
type Memory = z.input<typeof Memory> | { readonly operation: string; readonly raw: RawInput };

/** What is to be done when the second question is answered. */
export function readTeamConfirm(view: { readonly private_metadata: string }): {
  readonly operation: string;
  readonly raw: RawInput;
} {
  return Memory.parse(JSON.parse(view.private_metadata));
}

function modal(title: string, blocks: KnownBlock[]): ModalView {
  return { type: 'modal', callback_id: modals.teamResult, title: plain(cut(title, 24)), close: plain('Close'), blocks };
}

/** One row: its first column stands out, the others say what they are. Empty ones are left out. */
function line(columns: readonly string[], row: readonly string[]): string {
  const [first = '', ...others] = row.map((cell) => escapeText(cut(cell.replaceAll(/\s+/g, ' '), 120)));
  const rest = others.flatMap((cell, index) => (cell === '' ? [] : [`${columns[index + 1] ?? ''}: ${cell}`]));
  return cut([`*${first}*`, ...rest].join(' · '), 900);
}

function fill(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  let length = SECTION;
  for (const each of lines) {
    if (length + each.length + 1 > SECTION) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(each);
    length += each.length + 1;
  }
  return parts;
}
