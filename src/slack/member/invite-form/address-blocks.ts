import type { InputBlock, KnownBlock } from '@slack/types';
import { option, section, shortText } from '../../blocks/blocks.ts';
import { checkboxes, input, textInput } from '../../blocks/inputs.ts';
import { limits } from '../../blocks/limits.ts';
import { paragraphs } from '../../blocks/pages.ts';
import { fields } from '../../names.ts';

/** Enough text areas for 1,000 addresses. */
export const MOST_BOXES = 10;
/** Rows with faults that are shown; the others are counted. */
const SHOWN_FAULTS = 25;

export type RowFault = { readonly line: number; readonly raw: string; readonly reason: string };

/** The block of the nth text area, counted from 0. */
export function addressBlockId(index: number): string {
  return `${fields.addresses}_${index + 1}`;
}

/** The nth text area. `names`: whether the system takes names and a phone number too. */
export function addressBlock(text: string, index: number, names: boolean): InputBlock {
  const csv = names ? 'email, first name, last name, phone' : 'email';
  const hint = `Paste addresses in any form, or a CSV with a first line like “${csv}”. For more than 3,000 characters, add a box.`;
  const label = index === 0 ? 'Email addresses' : `More addresses (${index + 1})`;
  // One empty box of several is fine; the submission checks that there is anybody to invite.
  const options = index === 0 ? { hint, optional: false } : { optional: true };
  return input(addressBlockId(index), label, textInput(text, limits.text, { multiline: true }), options);
}

/** The block that leaves rows out. Named by the mark of its rows: Slack would keep a tick that was meant for others. */
export function leaveOutBlockId(mark: string): string {
  return `${fields.leaveOut}:${mark}`;
}

/** The rows that can't be invited, their mark, and whether to leave them out. `good` counts those that can. */
export function faultBlocks(faults: readonly RowFault[], good: number, mark: string, leaveOut: boolean): KnownBlock[] {
  if (faults.length === 0) return [];
  const [rows, them] = faults.length === 1 ? ['this row', 'it'] : [`these ${faults.length} rows`, 'them'];
  const lines = faults.slice(0, SHOWN_FAULTS).map(faultCopy);
  const texts = paragraphs([
    `:warning: *Correct ${rows} above${good === 0 ? '' : `, or leave ${them} out`}.*`,
    ...lines,
    ...(faults.length > SHOWN_FAULTS ? [`…and ${faults.length - SHOWN_FAULTS} more`] : []),
  ]);
  return [
    ...texts.map((text, nth) => section(text, `faults_${nth + 1}`)),
    ...(good === 0 ? [] : [leaveOutBlock(mark, leaveOut, good, faults.length)]),
  ];
}

function faultCopy({ line, raw, reason }: RowFault): string {
  return `• Line ${line}, ${shortText(raw, 60)}: ${shortText(reason, 100)}`;
}

/** Text in pieces that each fit into a text area, cut between addresses. */
export function boxesOf(text: string): readonly string[] {
  const boxes: string[] = [];
  let rest = text;
  while (rest.length > limits.text) {
    const at = lastGap(rest.slice(0, limits.text));
    boxes.push(rest.slice(0, at < 0 ? limits.text : at));
    rest = rest.slice(at < 0 ? limits.text : at + 1);
  }
  return [...boxes, rest];
}

/** The end of the last line, else of the last address, else of the last word: names come before addresses. -1 without any. */
function lastGap(text: string): number {
  const line = text.lastIndexOf('\n');
  if (line >= 0) return line;
  const address = [...text.matchAll(/@[^\s,;]*([\s,;])/g)].at(-1);
  return address === undefined ? text.search(/[\s,;][^\s,;]*$/) : address.index + address[0].length - 1;
}

function leaveOutBlock(mark: string, leaveOut: boolean, good: number, bad: number): InputBlock {
  const leaveOutOption = option(
    `Leave ${bad === 1 ? 'this row' : 'these rows'} out and invite the others`,
    'leave_out',
  );
  const label = good === 1 ? '1 row is ready' : `${good} rows are ready`;
  const boxes = checkboxes([leaveOutOption], leaveOut ? [leaveOutOption] : []);
  return input(leaveOutBlockId(mark), label, boxes, { optional: true });
}
