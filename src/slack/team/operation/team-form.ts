import type { ViewOutput } from '@slack/bolt';
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import { notAChoice } from '../../../domain/not-a-choice.ts';
import { cleanLine } from '../../../domain/text/clean.ts';
import type { Choice, Field, RawInput, RawValue } from '../../../flows/shared/context.ts';
import type { ChosenNames, KnownOperation } from '../../../flows/team/team-operations.ts';
import { cut, lineBlock, mrkdwn, option, plain, section } from '../../blocks/blocks.ts';
import { choiceOptions, menuOptions } from '../../blocks/choice-blocks.ts';
import { actionButton } from '../../blocks/dialog-copy.ts';
import { type FormValues, formValues } from '../../blocks/form-values.ts';
import { input, modal, select, textInput } from '../../blocks/inputs.ts';
import { limits } from '../../blocks/limits.ts';
import { Id } from '../../blocks/metadata.ts';
import { actions as actionIds, modals, teamFields } from '../../names.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { cannotUndo, teamTitle } from './team-copy.ts';

/** The form in which an admin chooses an operation and fills in its fields. `chosen` is one of `known`. */
export function teamModal(known: readonly KnownOperation[], chosen: KnownOperation | undefined): ModalView {
  return modal({
    id: modals.team,
    title: teamTitle,
    metadata: JSON.stringify({ operation: chosen?.id ?? '' } satisfies z.infer<typeof TeamMemory>),
    blocks: [chooser(known, chosen), ...(chosen === undefined ? [] : operationBlocks(chosen))],
    ...defined({ submit: chosen && submitOf(chosen) }),
  });
}

/** The button shows, changes, or leads to the question before something is destroyed. */
function submitOf({ row }: KnownOperation): string {
  if (row.effect === 'changes') return actionButton(row.title);
  return row.effect === 'reads' ? 'Show' : 'Continue';
}

function chooser(known: readonly KnownOperation[], chosen: KnownOperation | undefined): KnownBlock {
  const groups = Map.groupBy(known, ({ provider, row }) => `${systemNames(provider)}: ${row.section}`);
  return {
    type: 'section',
    block_id: teamFields.operation,
    text: mrkdwn('*Operation*'),
    // An input would need a submit button before an operation is chosen.
    accessory: {
      type: 'static_select',
      action_id: actionIds.teamOperation,
      placeholder: plain('Choose an operation'),
      option_groups: [...groups].slice(0, limits.options).map(([label, rows]) => ({
        label: plain(cut(label, limits.option)),
        options: rows.slice(0, limits.options).map(({ id, row }) => option(row.title, id)),
      })),
      ...defined({ initial_option: chosen && option(chosen.row.title, chosen.id) }),
    },
  };
}

function operationBlocks(chosen: KnownOperation): KnownBlock[] {
  const { note, effect, fields } = chosen.row;
  const warning = `:warning: ${cannotUndo} Guestlist asks you to confirm first.`;
  return [
    ...lineBlock(note ?? ''),
    ...(effect === 'destroys' ? [section(warning)] : []),
    ...Object.entries(fields).map(([name, field]) => {
      const { label, kind, hint, optional } = field;
      return input(teamBlock(chosen, name), label, elements[kind](field), defined({ hint, optional }));
    }),
  ];
}

/** The block of an operation's field. Named after the operation: Slack would show input for one in another's field. */
export function teamBlock({ id }: KnownOperation, field: string): string {
  return `${teamFields.input}:${id}:${field}`;
}

/** The name of the field an input block is for; undefined for other blocks. */
export function fieldOfBlock(id: string): string | undefined {
  return /^team_input:.+:([^:]+)$/.exec(id)?.[1];
}

const YES_NO_CHOICES = [
  { id: 'yes', name: 'Yes' },
  { id: 'no', name: 'No' },
];
const YES_NO = YES_NO_CHOICES.map(({ id, name }) => option(name, id));

const elements = {
  text: () => textInput('', limits.text),
  long_text: () => textInput('', limits.text, { multiline: true }),
  yes_no: () => select(YES_NO, undefined),
  instant: () => ({ type: 'datetimepicker', action_id: actionIds.value }),
  pick: ({ options = [] }) => select(teamOptions(options), undefined),
  search: () => ({ type: 'external_select', action_id: actionIds.teamSearch, min_query_length: 0 }),
  searches: () => ({ type: 'multi_external_select', action_id: actionIds.teamSearch, min_query_length: 0 }),
} satisfies Record<Field['kind'], (field: Field) => InputBlock['element']>;

/** Choices as options that Slack takes, up to its limit. The last options say that there are more, and how many are left out. */
export function teamOptions(choices: readonly Choice[]): PlainTextOption[] {
  return menuOptions(choiceOptions(choices), choices, '', more);
}

const more = option('There are more. Type part of the name to find them.', notAChoice);

/** The id of the operation a team modal is about; '' when none is chosen. */
export const TeamMemory = z.object({ operation: Id });

/** What the modal holds for the fields of an operation, by field. */
export function readTeamForm(view: Pick<ViewOutput, 'state'>, chosen: KnownOperation): RawInput {
  const values = formValues(view);
  const fields = Object.entries(chosen.row.fields);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, readers[field.kind](values, teamBlock(chosen, name))]),
  );
}

/** The input in lines for people, without secrets. Choices are named by the system's `names` for them. */
export function teamLines({ row }: KnownOperation, raw: RawInput, names: ChosenNames): readonly string[] {
  return Object.entries(row.fields).flatMap(([name, field]) => {
    if (field.secret === true) return [];
    const several = names[name] ?? [];
    const value = cleanLine(several.length > 0 ? several.join(', ') : valueCopy(field, raw[name] ?? ''));
    const label = several.length > 1 ? `${field.label} (${several.length})` : field.label;
    return value === '' ? [] : [`${label}: ${cut(value, 1_000)}`];
  });
}

function valueCopy({ kind, options }: Field, raw: RawValue): string {
  const text = [raw].flat().join(', ');
  switch (kind) {
    case 'yes_no':
    case 'pick':
      return (kind === 'pick' ? options : YES_NO_CHOICES)?.find(({ id }) => id === text)?.name ?? '';
    case 'instant':
      return text === '' ? '' : new Date(Number(text) * 1000).toISOString();
    // Without a name from the system it would be only an id.
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
