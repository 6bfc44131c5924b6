import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, PlainTextOption } from '@slack/types';
import { weekdayOf } from '../../../domain/time/calendar.ts';
import { workdays } from '../../../domain/time/occurrences.ts';
import { option } from '../../blocks/blocks.ts';
import { type FormValues, formValues } from '../../blocks/form-values.ts';
import { checkboxes, datePicker, input, select } from '../../blocks/inputs.ts';
import { fields } from '../../names.ts';
import type { TimeForm } from './time-blocks.ts';

/** How often the invite of a form comes. `weekdays`: 1 for Monday to 7; `until`: the last day, '' until one is picked. */
export type RepeatForm = {
  readonly kind: 'none' | 'weekdays' | 'weekly';
  readonly weekdays: readonly number[];
  readonly until: string;
};

/** The form until somebody chooses otherwise. */
export const noRepeat: RepeatForm = { kind: 'none', weekdays: [], until: '' };

const kinds = {
  none: option("Doesn't repeat", 'none'),
  weekdays: option('Every weekday', 'weekdays', 'Monday to Friday'),
  weekly: option('Weekly on…', 'weekly', 'On days you choose'),
} satisfies Record<RepeatForm['kind'], PlainTextOption>;

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const dayOptions = days.map((day, nth) => option(day, String(nth + 1)));

/** Whether an invite repeats, on which days, and until when. */
export function repeatBlocks({ kind, weekdays, until }: RepeatForm): KnownBlock[] {
  const asked = input(fields.repeat, 'Repeat', select(Object.values(kinds), kinds[kind]), { dispatches: true });
  if (kind === 'none') return [asked];
  const ticked = dayOptions.filter(({ value }) => weekdays.includes(Number(value)));
  return [
    asked,
    ...(kind === 'weekly'
      ? [input(fields.weekdays, 'Days', checkboxes(dayOptions, ticked), { optional: true, dispatches: true })]
      : []),
    input(fields.until, 'Last day', datePicker(until), { optional: true, dispatches: true }),
  ];
}

/** What a form holds about repeating now; `kept`: what is not on it. */
export function readRepeat(values: FormValues, kept: RepeatForm = noRepeat): RepeatForm {
  const choice = values.choice(fields.repeat);
  const kind = values.has(fields.repeat)
    ? Object.hasOwn(kinds, choice)
      ? (choice as RepeatForm['kind'])
      : 'none'
    : kept.kind;
  const read: RepeatForm = {
    kind,
    weekdays: values.has(fields.weekdays) ? readDays(values.ticked(fields.weekdays)) : kept.weekdays,
    until: values.has(fields.until) ? values.date(fields.until) : kept.until,
  };
  return kind === 'none' && read.until === '' && read.weekdays.length === 0 ? noRepeat : read;
}

function readDays(ticked: readonly string[]): readonly number[] {
  return ticked.map(Number).filter((day) => Number.isInteger(day) && day >= 1 && day <= 7);
}

/** A form in which somebody has just chosen “Weekly on…” begins with the day of its start. */
export function withFirstDays(repeat: RepeatForm, { start }: TimeForm, view: Pick<ViewOutput, 'state'>): RepeatForm {
  const isNew = repeat.kind === 'weekly' && repeat.weekdays.length === 0 && !formValues(view).has(fields.weekdays);
  return isNew && start.date !== '' ? { ...repeat, weekdays: [weekdayOf(start.date)] } : repeat;
}

/** The days of the week on which it comes; undefined for an invite that does not repeat. */
export function daysOfRepeat({ kind, weekdays }: RepeatForm): readonly number[] | undefined {
  if (kind === 'none') return undefined;
  return kind === 'weekdays' ? workdays : weekdays;
}
