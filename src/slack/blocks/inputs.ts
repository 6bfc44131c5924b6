import type {
  Checkboxes,
  Datepicker,
  ExternalSelect,
  InputBlock,
  ModalView,
  MultiExternalSelect,
  MultiUsersSelect,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  StaticSelect,
  Timepicker,
} from '@slack/types';
import { defined } from '../../domain/defined.ts';
import { actions } from '../names.ts';
import { cut, plain } from './blocks.ts';

/** A modal; without `submit` there is nothing to do in it but to read it. */
export function modal(view: {
  readonly id: string;
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
  readonly metadata?: string;
  readonly blocks: ModalView['blocks'];
}): ModalView {
  return {
    type: 'modal',
    callback_id: view.id,
    title: plain(view.title),
    close: plain(view.close ?? 'Close'),
    blocks: view.blocks,
    ...defined({
      submit: view.submit === undefined ? undefined : plain(view.submit),
      private_metadata: view.metadata,
    }),
  };
}

/** An input with its label and a hint of one line. `dispatches`: a change is sent at once, and not only with the form. */
export function input(
  blockId: string,
  label: string,
  element: InputBlock['element'],
  options: { readonly hint?: string; readonly optional?: boolean; readonly dispatches?: boolean } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label),
    element,
    ...defined({
      hint: options.hint === undefined ? undefined : plain(options.hint),
      optional: options.optional,
      dispatch_action: options.dispatches,
    }),
  };
}

/** A line to type, or several. `sendOn`: when what is typed is sent at once, in an input that dispatches. */
export function textInput(
  initial: string,
  max: number,
  options: {
    readonly placeholder?: string;
    readonly multiline?: boolean;
    readonly sendOn?: readonly ('on_enter_pressed' | 'on_character_entered')[];
  } = {},
): PlainTextInput {
  const { placeholder, multiline, sendOn } = options;
  return {
    type: 'plain_text_input',
    action_id: actions.value,
    max_length: max,
    ...defined({
      multiline,
      placeholder: placeholder === undefined ? undefined : plain(placeholder),
      initial_value: initial === '' ? undefined : cut(initial, max),
      dispatch_action_config: sendOn === undefined ? undefined : { trigger_actions_on: [...sendOn] },
    }),
  };
}

/** One of a few choices, all of them in sight. */
export function radios(options: readonly PlainTextOption[], chosen: PlainTextOption | undefined): RadioButtons {
  return {
    type: 'radio_buttons',
    action_id: actions.value,
    options: [...options],
    ...defined({ initial_option: chosen }),
  };
}

/** Any number of a few choices. */
export function checkboxes(options: readonly PlainTextOption[], ticked: readonly PlainTextOption[]): Checkboxes {
  return {
    type: 'checkboxes',
    action_id: actions.value,
    options: [...options],
    // Slack refuses an empty list.
    ...defined({ initial_options: ticked.length === 0 ? undefined : [...ticked] }),
  };
}

/** One of the choices of a menu. */
export function select(options: readonly PlainTextOption[], chosen: PlainTextOption | undefined): StaticSelect {
  return {
    type: 'static_select',
    action_id: actions.value,
    options: [...options],
    ...defined({ initial_option: chosen }),
  };
}

/** A menu that acts when something is chosen in it. Slack: at most 100 options. */
export function choiceSelect(actionId: string, placeholder: string, options: readonly PlainTextOption[]): StaticSelect {
  return { type: 'static_select', action_id: actionId, placeholder: plain(placeholder), options: [...options] };
}

/** A menu that asks Guestlist for its options; it needs an `actionId` of its own to be asked by. */
export function searchSelect(
  actionId: string,
  placeholder: string,
  chosen: PlainTextOption | undefined,
): ExternalSelect {
  return {
    type: 'external_select',
    action_id: actionId,
    min_query_length: 0,
    placeholder: plain(placeholder),
    ...defined({ initial_option: chosen }),
  };
}

/** A menu of which several options are chosen, and that asks Guestlist for them; as for searchSelect. */
export function searchMultiSelect(
  actionId: string,
  placeholder: string,
  chosen: readonly PlainTextOption[],
  most: number,
): MultiExternalSelect {
  return {
    type: 'multi_external_select',
    action_id: actionId,
    min_query_length: 0,
    max_selected_items: most,
    placeholder: plain(placeholder),
    // Slack refuses an empty list.
    ...defined({ initial_options: chosen.length === 0 ? undefined : [...chosen] }),
  };
}

/** People of the workspace. */
export function peopleSelect(placeholder: string, chosen: readonly string[], most: number): MultiUsersSelect {
  return {
    type: 'multi_users_select',
    action_id: actions.value,
    max_selected_items: most,
    placeholder: plain(placeholder),
    ...defined({ initial_users: chosen.length === 0 ? undefined : [...chosen] }),
  };
}

/** A day, `2026-11-23`; none is chosen where `date` is not one: Slack refuses the whole modal for it. */
export function datePicker(date: string): Datepicker {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date);
  return { type: 'datepicker', action_id: actions.value, ...defined({ initial_date: isDate ? date : undefined }) };
}

/** A time of day, `14:30`; as for datePicker. */
export function timePicker(time: string): Timepicker {
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  return { type: 'timepicker', action_id: actions.value, ...defined({ initial_time: isTime ? time : undefined }) };
}

/**
 * Slack keeps what a person put into an input as long as its block_id stays, whatever initial value a new view names. An input
 * that the bot itself fills in gets a new id by counting; the reader takes any count.
 */
export function countedBlockId(blockId: string, count: number): string {
  return count === 0 ? blockId : `${blockId}:${count}`;
}
