import type { ActionsBlock, InputBlock, KnownBlock, RadioButtons } from '@slack/types';
import { readDuration } from '../../domain/durations.ts';
import { isProblem } from '../../domain/problem.ts';
import { readZone, zoneLabel } from '../../domain/zoned-time.ts';
import { actions as actionIds, fields } from '../names.ts';
import { actions, button, context, cut, option, plain } from './blocks.ts';
import { countedBlockId } from './form-memory.ts';

/** One end of the window as the form holds it. `fold`: which of two equal wall times, where the clocks go back. */
export type TimeForm = {
  readonly zone: string;
  readonly start: {
    readonly choice: 'now' | 'at';
    readonly date: string;
    readonly time: string;
    readonly fold: 'earlier' | 'later' | undefined;
  };
  readonly end: {
    readonly choice: 'at' | 'for';
    readonly date: string;
    readonly time: string;
    readonly duration: string;
    readonly fold: 'earlier' | 'later' | undefined;
  };
  /** The two instants (epoch ms) behind a wall time that comes twice, where there is one: the form then asks which. */
  readonly startTwice?: readonly [earlierAt: number, laterAt: number];
  readonly endTwice?: readonly [earlierAt: number, laterAt: number];
  /** A running invite: its start is told, not asked. */
  readonly startFixed?: boolean;
};

const MINUTE_MS = 60_000;

const startNow = option('Now', 'now', 'As soon as Parsec accepts it');
const startAt = option('At a time', 'at');
const endAt = option('At a time', 'at');
const endFor = option('After a length of time', 'for');

/** Start and end, and the line that says what they mean. `lengthNo`: how often Guestlist itself has filled in the length. */
export function timeBlocks(form: TimeForm, meaning: string, lengthNo: number): KnownBlock[] {
  return [
    ...(form.startFixed === true ? [] : startBlocks(form)),
    radio(fields.endChoice, 'End', [endFor, endAt], form.end.choice === 'at' ? endAt : endFor),
    ...(form.end.choice === 'at'
      ? [dateBlock(fields.endDate, 'End day', form.end.date), clockBlock(fields.endTime, 'End time', form.end.time)]
      : [durationBlock(form.end.duration, lengthNo), lengthButtons(form.end.duration)]),
    ...foldBlock(fields.endFold, form.end.time, form.zone, form.endTwice, form.end.fold ?? 'later'),
    context(meaning, 'times'),
  ];
}

function startBlocks(form: TimeForm): KnownBlock[] {
  return [
    radio(fields.startChoice, 'Start', [startAt, startNow], form.start.choice === 'at' ? startAt : startNow),
    ...(form.start.choice === 'at'
      ? [
          dateBlock(fields.startDate, 'Start day', form.start.date),
          clockBlock(fields.startTime, 'Start time', form.start.time),
        ]
      : []),
    ...foldBlock(fields.startFold, form.start.time, form.zone, form.startTwice, form.start.fold ?? 'earlier'),
  ];
}

/** The zone that start and end are in. */
export function zoneBlock(zone: string): InputBlock {
  return {
    type: 'input',
    block_id: fields.zone,
    label: plain('Time zone'),
    hint: plain('Start and end are times of this zone.'),
    dispatch_action: true,
    element: {
      type: 'external_select',
      action_id: actionIds.zone,
      min_query_length: 0,
      placeholder: plain('Search a city or a zone'),
      // One that is none would make the whole modal fail.
      ...(isProblem(readZone(zone)) ? {} : { initial_option: option(zone, zone) }),
    },
  };
}

function radio(
  blockId: string,
  label: string,
  options: RadioButtons['options'],
  chosen: RadioButtons['options'][number],
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label),
    dispatch_action: true,
    element: { type: 'radio_buttons', action_id: actionIds.value, options, initial_option: chosen },
  };
}

function dateBlock(blockId: string, label: string, date: string): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label),
    dispatch_action: true,
    element: {
      type: 'datepicker',
      action_id: actionIds.value,
      // An initial_date that is no date makes the whole modal fail.
      ...(/^\d{4}-\d{2}-\d{2}$/.test(date) ? { initial_date: date } : {}),
    },
  };
}

function clockBlock(blockId: string, label: string, time: string): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label),
    dispatch_action: true,
    element: {
      type: 'timepicker',
      action_id: actionIds.value,
      ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? { initial_time: time } : {}),
    },
  };
}

function durationBlock(duration: string, lengthNo: number): InputBlock {
  return {
    type: 'input',
    block_id: countedBlockId(fields.duration, lengthNo),
    label: plain('How long'),
    hint: plain('For example 90, 2h, two hours or 1 week.'),
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      max_length: 40,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed', 'on_character_entered'] },
      ...(duration === '' ? {} : { initial_value: cut(duration, 40) }),
    },
  };
}

/** Ready-made lengths, by the minutes they stand for. */
const lengths: Readonly<Record<string, string>> = {
  '30': '30 min',
  '60': '1 hour',
  '120': '2 hours',
  '240': '4 hours',
};

/** The ready-made lengths; the one that is chosen stands out. */
function lengthButtons(duration: string): ActionsBlock {
  const ms = readDuration(duration);
  return actions(
    Object.entries(lengths).map(([minutes, label]) =>
      button(label, `${fields.length}:${minutes}`, minutes, ms === Number(minutes) * MINUTE_MS ? 'primary' : undefined),
    ),
    fields.length,
  );
}

/** What the length is once a ready-made one was pressed; undefined for what there is no button for. */
export function readLengthButton(actionId: string): string | undefined {
  const minutes = actionId.slice(fields.length.length + 1);
  return actionId.startsWith(`${fields.length}:`) && Object.hasOwn(lengths, minutes) ? lengths[minutes] : undefined;
}

function foldBlock(
  blockId: string,
  time: string,
  zone: string,
  twice: TimeForm['startTwice'],
  chosen: 'earlier' | 'later',
): KnownBlock[] {
  if (twice === undefined) return [];
  const [earlierAt, laterAt] = twice;
  const options = {
    earlier: option(`The first ${time}`, 'earlier', zoneLabel(zone, earlierAt)),
    later: option(`The second ${time}, after the change`, 'later', zoneLabel(zone, laterAt)),
  };
  const label = `The clocks go back: ${time} comes twice. Which one?`;
  return [radio(blockId, label, [options.earlier, options.later], options[chosen])];
}
