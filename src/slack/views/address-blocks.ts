import type { InputBlock, KnownBlock } from '@slack/types';
import { actions as actionIds, fields } from '../names.ts';
import { cut, option, plain, section, shortText } from './blocks.ts';
import { paragraphs } from './pages.ts';

/** Slack: a text input holds at most 3000 characters. */
const ROOM = 3000;
/** So many text areas hold 1,000 addresses. */
export const MOST_BOXES = 10;
/** Bad rows that are shown; the others are counted. */
const SHOWN_FAULTS = 25;
/** Slack: a section holds 3000 characters. */
const SECTION = 3000;

export type RowFault = { readonly line: number; readonly raw: string; readonly reason: string };

/** The block of the nth text area, counted from 0. */
export function addressBlockId(index: number): string {
  return `${fields.addresses}_${index + 1}`;
}

/** The nth text area. `names`: whether the system takes more than an address. */
export function addressBlock(text: string, index: number, names: boolean): InputBlock {
  const csv = names ? 'email, first name, last name, phone' : 'email';
  const hint = `Paste them in any form, or as a CSV with a first line such as “${csv}”. At most 3,000 characters here; “More room” adds another box.`;
  return {
    type: 'input',
    block_id: addressBlockId(index),
    // One empty box of several is no fault; whether there is anybody to invite is looked at after all of them.
    optional: index > 0,
    label: plain(index === 0 ? 'E-mail addresses' : `More addresses (${index + 1})`),
    ...(index === 0 ? { hint: plain(hint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      multiline: true,
      max_length: ROOM,
      ...(text === '' ? {} : { initial_value: cut(text, ROOM) }),
    },
  };
}

/** The block in which rows are left out. Named by the mark of those it is about: Slack would keep what was ticked for others. */
export function leaveOutBlockId(mark: string): string {
  return `${fields.leaveOut}:${mark}`;
}

/** The rows that cannot be invited, their mark, and whether to leave them out. `good` counts those that can. */
export function faultBlocks(faults: readonly RowFault[], good: number, mark: string, leaveOut: boolean): KnownBlock[] {
  if (faults.length === 0) return [];
  const [these, them] =
    faults.length === 1
      ? ['This row cannot be invited', 'it']
      : [`These ${faults.length} rows cannot be invited`, 'them'];
  const lines = faults.slice(0, SHOWN_FAULTS).map(faultWords);
  const texts = paragraphs(
    [
      `:warning: *${these}.* Correct ${them} above${good === 0 ? '' : `, or leave ${them} out`}.`,
      ...lines,
      ...(faults.length > SHOWN_FAULTS ? [`…and ${faults.length - SHOWN_FAULTS} more`] : []),
    ],
    SECTION,
  );
  return [
    ...texts.map((text, nth) => section(text, `faults_${nth + 1}`)),
    ...(good === 0 ? [] : [leaveOutBlock(mark, leaveOut, good, faults.length)]),
  ];
}

function faultWords({ line, raw, reason }: RowFault): string {
  return `• line ${line}, ${shortText(raw, 60)}: ${shortText(reason, 100)}`;
}

/** A text in pieces that fit into a text area each, cut between addresses. */
export function boxesOf(text: string): readonly string[] {
  const boxes: string[] = [];
  let rest = text;
  while (rest.length > ROOM) {
    const at = lastGap(rest.slice(0, ROOM));
    boxes.push(rest.slice(0, at < 0 ? ROOM : at));
    rest = rest.slice(at < 0 ? ROOM : at + 1);
  }
  return [...boxes, rest];
}

/** The end of the last line, else of the last address, else of the last word: names stand in front of addresses. -1 without any. */
function lastGap(text: string): number {
  const line = text.lastIndexOf('\n');
  if (line >= 0) return line;
  const address = [...text.matchAll(/@[^\s,;]*([\s,;])/g)].at(-1);
  return address === undefined ? text.search(/[\s,;][^\s,;]*$/) : address.index + address[0].length - 1;
}

function leaveOutBlock(mark: string, leaveOut: boolean, good: number, bad: number): InputBlock {
  const leaveOutOption = option(`Leave ${bad === 1 ? 'this' : 'these'} out, invite the others`, 'leave_out');
  return {
    type: 'input',
    block_id: leaveOutBlockId(mark),
    optional: true,
    label: plain(good === 1 ? '1 row is good' : `${good} rows are good`),
    element: {
      type: 'checkboxes',
      action_id: actionIds.value,
      options: [leaveOutOption],
      ...(leaveOut ? { initial_options: [leaveOutOption] } : {}),
    },
  };
}
