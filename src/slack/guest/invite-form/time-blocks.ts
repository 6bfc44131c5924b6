import type { ActionsBlock, InputBlock, KnownBlock } from '@slack/types';
import { isProblem } from '../../../domain/problem.ts';
import { readDuration } from '../../../domain/time/durations.ts';
import { readZone, zoneLabel } from '../../../domain/time/zoned-time.ts';
import { actions, button, context, option } from '../../blocks/blocks.ts';
import { countedBlockId, datePicker, input, radios, searchSelect, textInput, timePicker } from '../../blocks/inputs.ts';
import { actions as actionIds, fields } from '../../names.ts';

export type Fold = 'earlier' | 'later';

/** One end of the window as the form holds it. `fold`: which of two equal wall times, where the clocks go back. */
type Wall = { readonly date: string; readonly time: string; readonly fold: Fold | undefined };

/** The times of a form. */
export type TimeForm = {
  readonly zone: string;
  readonly start: Wall & { readonly choice: 'now' | 'at' };
  readonly end: Wall & { readonly choice: 'at' | 'for'; readonly duration: string };
  /** The two instants (epoch ms) behind a wall time that comes twice, where there is one: the form then asks which. */
  readonly startTwice?: readonly [earlierAt: number, laterAt: number];
  readonly endTwice?: readonly [earlierAt: number, laterAt: number];
  /** A running invite: its start can't be changed. */
  readonly startFixed?: boolean;
};

const MINUTE_MS = 60_000;

const startNow = option('Now', 'now', 'As soon as Parsec accepts it');
const startAt = option('At a set time', 'at');
const endAt = option('At a set time', 'at');
const endFor = option('After a duration', 'for');

/**
 * Start and end, and the line that says what they mean. `lengthNo` and `timeNo`: how often Guestlist itself has filled in the length, and the
 * other inputs.
 */
export function timeBlocks(form: TimeForm, meaning: string, lengthNo: number, timeNo = 0): KnownBlock[] {
  const id = (blockId: string) => countedBlockId(blockId, timeNo);
  return [
    ...(form.startFixed === true ? [] : startBlocks(form, id)),
    asked(id(fields.endChoice), 'End', radios([endFor, endAt], form.end.choice === 'at' ? endAt : endFor)),
    ...(form.end.choice === 'at'
      ? [
          asked(id(fields.endDate), 'End date', datePicker(form.end.date)),
          asked(id(fields.endTime), 'End time', timePicker(form.end.time)),
        ]
      : [durationBlock(form.end.duration, lengthNo), lengthButtons(form.end.duration)]),
    ...foldBlock(id(fields.endFold), form.end.time, form.zone, form.endTwice, form.end.fold ?? 'later'),
    context(meaning, 'times'),
  ];
}

function startBlocks(form: TimeForm, id: (blockId: string) => string): KnownBlock[] {
  const choice = radios([startAt, startNow], form.start.choice === 'at' ? startAt : startNow);
  return [
    asked(id(fields.startChoice), 'Start', choice),
    ...(form.start.choice === 'at'
      ? [
          asked(id(fields.startDate), 'Start date', datePicker(form.start.date)),
          asked(id(fields.startTime), 'Start time', timePicker(form.start.time)),
        ]
      : []),
    ...foldBlock(id(fields.startFold), form.start.time, form.zone, form.startTwice, form.start.fold ?? 'earlier'),
  ];
}

/** The zone that start and end are in. */
export function zoneBlock(zone: string): InputBlock {
  // Slack refuses the whole modal for an option that is no zone.
  const chosen = isProblem(readZone(zone)) ? undefined : option(zone, zone);
  return asked(fields.zone, 'Time zone', searchSelect(actionIds.zone, 'Search for a city or zone', chosen), {
    hint: 'Start and end are in this zone.',
  });
}

/** An input that changes the line about the times. */
function asked(
  blockId: string,
  label: string,
  element: InputBlock['element'],
  options: { readonly hint?: string } = {},
): InputBlock {
  return input(blockId, label, element, { ...options, dispatches: true });
}

function durationBlock(duration: string, lengthNo: number): InputBlock {
  const typed = textInput(duration, 40, { sendOn: ['on_enter_pressed', 'on_character_entered'] });
  return asked(countedBlockId(fields.duration, lengthNo), 'Duration', typed, {
    hint: 'For example 90, 2h, two hours or 1 week.',
  });
}

/** Ready-made lengths, by their minutes. */
const lengths: Readonly<Record<string, string>> = {
  '30': '30 min',
  '60': '1 hour',
  '120': '2 hours',
  '240': '4 hours',
};

/** The ready-made lengths; the chosen one is highlighted. */
function lengthButtons(duration: string): ActionsBlock {
  const ms = readDuration(duration);
  return actions(
    Object.entries(lengths).map(([minutes, label]) =>
      button(label, `${fields.length}:${minutes}`, minutes, ms === Number(minutes) * MINUTE_MS ? 'primary' : undefined),
    ),
    fields.length,
  );
}

/** The length a pressed button stands for; undefined for any other button. */
export function readLengthButton(actionId: string): string | undefined {
  const minutes = actionId.slice(fields.length.length + 1);
  return actionId.startsWith(`${fields.length}:`) && Object.hasOwn(lengths, minutes) ? lengths[minutes] : undefined;
}

function foldBlock(
  blockId: string,
  time: string,
  zone: string,
  twice: TimeForm['startTwice'],
  chosen: Fold,
): KnownBlock[] {
  if (twice === undefined) return [];
  const [earlierAt, laterAt] = twice;
  const options = {
    earlier: option(`The first ${time}`, 'earlier', zoneLabel(zone, earlierAt)),
    later: option(`The second ${time}, after the change`, 'later', zoneLabel(zone, laterAt)),
  };
  const label = `Clocks go back: which ${time}?`;
  return [asked(blockId, label, radios([options.earlier, options.later], options[chosen]))];
}
