import type { ViewOutput } from '@slack/bolt';
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Field, RawInput, RawValue } from '../../flows/context.ts';
import type { KnownOperation } from '../../flows/team-operations.ts';
import { actions as actionIds, modals, teamFields } from '../names.ts';
import { systemNames } from '../words/systems.ts';
import { context, cut, option, plain, section } from './blocks.ts';
import { formValues } from './form-values.ts';

/** Slack: at most 100 options in a group, and 100 groups. */
const MAX_OPTIONS = 100;

const YES_NO = [option('Yes', 'yes'), option('No', 'no')];

const effectWords = {
  looks: undefined,
  changes: undefined,
  destroys: ':warning: This cannot be taken back. You are asked once more before it is done.',
} as const;

/** The modal in which an admin chooses what to do, and fills in what it needs. `chosen` is one of `known`. */
export function teamModal(known: readonly KnownOperation[], chosen: KnownOperation | undefined): ModalView {
  return {
    type: 'modal',
    callback_id: modals.team,
    title: plain('Manage teams'),
    close: plain('Close'),
    ...(chosen === undefined ? {} : { submit: plain(chosen.row.effect === 'looks' ? 'Show' : 'Go on') }),
    private_metadata: JSON.stringify({ operation: chosen?.id ?? '' } satisfies Memory),
    blocks: [chooser(known, chosen), ...(chosen === undefined ? [] : operationBlocks(known, chosen))],
  };
}

function chooser(known: readonly KnownOperation[], chosen: KnownOperation | undefined): KnownBlock {
  const groups = Map.groupBy(known, ({ provider, row }) => `${systemNames(provider)}: ${row.section}`);
  return {
    type: 'section',
    block_id: teamFields.operation,
    text: { type: 'mrkdwn', text: '*What to do*' },
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

function operationBlocks(known: readonly KnownOperation[], chosen: KnownOperation): KnownBlock[] {
  const { note, effect, fields } = chosen.row;
  const warning = effectWords[effect];
  return [
    ...(note === undefined ? [] : [context(note)]),
    ...(warning === undefined ? [] : [section(warning)]),
    ...Object.entries(fields).map(([name, field]) => input(blockId(known, chosen, name), field)),
  ];
}

// Counted by the operation: what was put in for one must not show up in another's input.
function blockId(known: readonly KnownOperation[], chosen: KnownOperation, name: string): string {
  return `${teamFields.input}:${known.findIndex(({ id }) => id === chosen.id)}:${name}`;
}

/** The name of the field an input block is for; undefined for other blocks. */
export function fieldOfBlock(id: string): string | undefined {
  return /^team_input:\d+:(.+)$/.exec(id)?.[1];
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

const elements = {
  text: () => ({ type: 'plain_text_input', action_id: actionIds.value }),
  long_text: () => ({ type: 'plain_text_input', action_id: actionIds.value, multiline: true }),
  number: () => ({ type: 'number_input', action_id: actionIds.value, is_decimal_allowed: false }),
  yes_no: () => ({ type: 'static_select', action_id: actionIds.value, options: YES_NO }),
  instant: () => ({ type: 'datetimepicker', action_id: actionIds.value }),
  pick: (field) => ({ type: 'static_select', action_id: actionIds.value, options: optionsOf(field) }),
  picks: (field) => ({ type: 'multi_static_select', action_id: actionIds.value, options: optionsOf(field) }),
  search: () => ({ type: 'external_select', action_id: actionIds.teamSearch, min_query_length: 0 }),
  searches: () => ({ type: 'multi_external_select', action_id: actionIds.teamSearch, min_query_length: 0 }),
} satisfies Record<Field['kind'], (field: Field) => InputBlock['element']>;

function optionsOf(field: Field) {
  return (field.options ?? []).slice(0, MAX_OPTIONS).map((each) => option(each.name, each.id));
}

const Memory = z.object({ operation: z.string() });
type Memory = z.infer<typeof Memory>;

/** The id of the operation a team modal is about; '' when none is chosen. */
export function readTeamOperation(view: { readonly private_metadata: string }): string {
  return Memory.parse(JSON.parse(view.private_metadata)).operation;
}

/** What the modal holds for the fields of an operation, and the block of each. */
export function readTeamForm(
  view: Pick<ViewOutput, 'state'>,
  known: readonly KnownOperation[],
  chosen: KnownOperation,
): { readonly raw: RawInput; readonly blockOf: (field: string) => string } {
  const values = formValues(view);
  const blockOf = (field: string) => blockId(known, chosen, field);
  const raw: Record<string, RawValue> = {};
  for (const [name, field] of Object.entries(chosen.row.fields)) {
    const block = blockOf(name);
    raw[name] = readers[field.kind](values, block);
  }
  return { raw, blockOf };
}

type Values = ReturnType<typeof formValues>;
const readers = {
  text: (values, block) => values.text(block),
  long_text: (values, block) => values.text(block),
  number: (values, block) => values.text(block),
  yes_no: (values, block) => values.choice(block),
  instant: (values, block) => values.instant(block),
  pick: (values, block) => values.choice(block),
  search: (values, block) => values.choice(block),
  picks: (values, block) => values.ticked(block),
  searches: (values, block) => values.ticked(block),
} satisfies Record<Field['kind'], (values: Values, block: string) => RawValue>;
