import type { ViewOutput } from '@slack/bolt';
import type { InputBlock, KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import { z } from 'zod';
import { notAChoice } from '../../domain/not-a-choice.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import type { Choice, Field, RawInput, RawValue } from '../../flows/context.ts';
import type { ChosenNames, KnownOperation } from '../../flows/team-operations.ts';
import { actions as actionIds, modals, teamFields } from '../names.ts';
import { systemNames } from '../words/systems.ts';
import { context, cut, MAX_OPTIONS, mrkdwn, option, plain, section } from './blocks.ts';
import { choiceOptions, leftOutOption } from './choice-blocks.ts';
import { deedButton } from './dialog-words.ts';
import { type FormValues, formValues } from './form-values.ts';
import { Id } from './metadata.ts';

export const teamTitle = 'Manage teams';

/** The modal in which an admin chooses what to do, and fills in what it needs. `chosen` is one of `known`. */
export function teamModal(known: readonly KnownOperation[], chosen: KnownOperation | undefined): ModalView {
  return {
    type: 'modal',
    callback_id: modals.team,
    title: plain(teamTitle),
    close: plain('Close'),
    ...(chosen === undefined ? {} : { submit: submitOf(chosen) }),
    private_metadata: JSON.stringify({ operation: chosen?.id ?? '' } satisfies TeamMemory),
    blocks: [chooser(known, chosen), ...(chosen === undefined ? [] : operationBlocks(chosen))],
  };
}

/** What the button does: shows, changes, or goes on to the second question. */
function submitOf({ row }: KnownOperation): PlainTextElement {
  if (row.effect === 'changes') return deedButton(row.title);
  return plain(row.effect === 'looks' ? 'Show' : 'Continue');
}

function chooser(known: readonly KnownOperation[], chosen: KnownOperation | undefined): KnownBlock {
  const groups = Map.groupBy(known, ({ provider, row }) => `${systemNames(provider)}: ${row.section}`);
  return {
    type: 'section',
    block_id: teamFields.operation,
    text: mrkdwn('*What to do*'),
    // An input would need a submit button before there is anything to submit.
    accessory: {
      type: 'static_select',
      action_id: actionIds.teamOperation,
      placeholder: plain('Choose'),
      option_groups: [...groups].slice(0, MAX_OPTIONS).map(([label, rows]) => ({
        label: plain(cut(label, 75)),
        options: rows.slice(0, MAX_OPTIONS).map(({ id, row }) => option(row.title, id)),
      })),
      ...(chosen === undefined ? {} : { initial_option: option(chosen.row.title, chosen.id) }),
    },
  };
}

function operationBlocks(chosen: KnownOperation): KnownBlock[] {
  const { note, effect, fields } = chosen.row;
  const warning = ':warning: This cannot be taken back. You are asked once more before it is done.';
  return [
    ...(note === undefined ? [] : [context(note)]),
    ...(effect === 'destroys' ? [section(warning)] : []),
    ...Object.entries(fields).map(([name, field]) => input(teamBlock(chosen, name), field)),
  ];
}

/** The block of an operation's field. The operation is part of it: what was put in for one must not show up in another's. */
export function teamBlock({ id }: KnownOperation, field: string): string {
  return `${teamFields.input}:${id}:${field}`;
}

/** The name of the field an input block is for; undefined for other blocks. */
export function fieldOfBlock(id: string): string | undefined {
  return /^team_input:.+:([^:]+)$/.exec(id)?.[1];
}

function input(id: string, field: Field): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(field.label),
    optional: field.optional,
    ...(field.hint === undefined ? {} : { hint: plain(field.hint) }),
    element: elements[field.kind](field),
  };
}

const YES_NO_CHOICES = [
  { id: 'yes', name: 'Yes' },
  { id: 'no', name: 'No' },
];
const YES_NO = YES_NO_CHOICES.map(({ id, name }) => option(name, id));

const elements = {
  text: () => ({ type: 'plain_text_input', action_id: actionIds.value, max_length: 3000 }),
  long_text: () => ({ type: 'plain_text_input', action_id: actionIds.value, multiline: true, max_length: 3000 }),
  yes_no: () => ({ type: 'static_select', action_id: actionIds.value, options: YES_NO }),
  instant: () => ({ type: 'datetimepicker', action_id: actionIds.value }),
  pick: (field) => ({ type: 'static_select', action_id: actionIds.value, options: teamOptions(field.options ?? []) }),
  search: () => ({ type: 'external_select', action_id: actionIds.teamSearch, min_query_length: 0 }),
  searches: () => ({ type: 'multi_external_select', action_id: actionIds.teamSearch, min_query_length: 0 }),
} satisfies Record<Field['kind'], (field: Field) => InputBlock['element']>;

/**
 * What Slack can offer of it: as many as it takes, without what it would refuse, for one option too long spoils all of them. That there
 * are more, and how many are left out, stands at the end.
 */
export function teamOptions(choices: readonly Choice[]) {
  const options = choiceOptions(choices);
  const last = leftOutOption(choices, '');
  const most = MAX_OPTIONS - (last === undefined ? 0 : 1);
  const shown = options.length <= most ? options : [...options.slice(0, most - 1), more];
  return last === undefined ? shown : [...shown, last];
}

const more = option('There are more. Type a part of the name to find them.', notAChoice);

export const TeamMemory = z.object({ operation: Id });
type TeamMemory = z.infer<typeof TeamMemory>;

/** The id of the operation a team modal is about; '' when none is chosen. */
export function readTeamOperation(view: { readonly private_metadata: string }): string {
  return TeamMemory.parse(JSON.parse(view.private_metadata)).operation;
}

/** What the modal holds for the fields of an operation, by field. */
export function readTeamForm(view: Pick<ViewOutput, 'state'>, chosen: KnownOperation): RawInput {
  const values = formValues(view);
  const fields = Object.entries(chosen.row.fields);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, readers[field.kind](values, teamBlock(chosen, name))]),
  );
}

/** What was put in, in lines as a person reads it, without what is secret. What was chosen goes by the system's `names` for it. */
export function teamLines({ row }: KnownOperation, raw: RawInput, names: ChosenNames): readonly string[] {
  return Object.entries(row.fields).flatMap(([name, field]) => {
    if (field.secret === true) return [];
    const several = names[name] ?? [];
    const value = cleanLine(several.length > 0 ? several.join(', ') : valueWords(field, raw[name] ?? ''));
    const label = several.length > 1 ? `${field.label} (${several.length})` : field.label;
    return value === '' ? [] : [`${label}: ${cut(value, 1_000)}`];
  });
}

function valueWords({ kind, options }: Field, raw: RawValue): string {
  const text = [raw].flat().join(', ');
  switch (kind) {
    case 'yes_no':
    case 'pick':
      return (kind === 'pick' ? options : YES_NO_CHOICES)?.find(({ id }) => id === text)?.name ?? '';
    case 'instant':
      return text === '' ? '' : new Date(Number(text) * 1000).toISOString();
    // Without a name from the system, nobody knows what it is.
    case 'search':
    case 'searches':
      return '';
    default:
      return text;
  }
}

const readers = {
  text: (values, block) => values.text(block),
  long_text: (values, block) => values.text(block),
  yes_no: (values, block) => values.choice(block),
  instant: (values, block) => values.instant(block),
  pick: (values, block) => values.choice(block),
  search: (values, block) => values.choice(block),
  searches: (values, block) => values.ticked(block),
} satisfies Record<Field['kind'], (values: FormValues, block: string) => RawValue>;
