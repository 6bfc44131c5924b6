import { elementsOf } from '../blocks/check-blocks.ts';
import { optionsOf } from '../blocks/initial-values.ts';
import { asJson, asText, jsonList } from '../json.ts';
import type { Json } from '../slack-server.types.ts';

/** block_id -> action_id -> the value object Slack sends in `state.values`. */
export type Values = Record<string, Record<string, Json>>;

// The key of an element's value in state.values, the key of its initial value, and its empty value.
const shapes: Readonly<Record<string, { readonly key: string; readonly initial: string; readonly empty: unknown }>> = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  static_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  users_select: { key: 'selected_user', initial: 'initial_user', empty: null },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', empty: null },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', empty: [] },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', empty: [] },
  file_input: { key: 'files', initial: '', empty: [] },
};

/** Whether an element has a value in state.values. Buttons and overflow menus have none. */
export function isStateful(element: Json): boolean {
  return Object.hasOwn(shapes, String(element.type));
}

/** The value object of an element that holds `value`; undefined means empty. */
export function valueObject(element: Json, value: unknown): Json {
  const type = String(element.type);
  const shape = shapes[type];
  if (shape === undefined) return { type };
  const zone = type === 'timepicker' && element.timezone !== undefined ? { timezone: element.timezone } : {};
  const empty = value === undefined || value === null || value === '';
  return { type, [shape.key]: empty ? shape.empty : value, ...zone };
}

/** The value in a value object, null or an empty list when there is none. */
export function valueIn(element: Json, object: Json | undefined): unknown {
  const shape = shapes[String(element.type)];
  return shape === undefined ? undefined : object?.[shape.key];
}

/** Whether it is empty. */
export function isEmpty(element: Json, object: Json | undefined): boolean {
  const value = valueIn(element, object);
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function initialValue(element: Json, channel: string | undefined): unknown {
  const shape = shapes[String(element.type)];
  if (shape === undefined) return undefined;
  const given = element[shape.initial];
  if (given !== undefined) return given;
  if (element.default_to_current_conversation !== true || channel === undefined) return undefined;
  return Array.isArray(shape.empty) ? [channel] : channel;
}

/**
 * The values of a new or changed view or message. Values in `before` stay where block_id, action_id and type are the same, despite new
 * initial values. Chosen options that are no longer offered are dropped.
 */
export function valuesOf(blocks: unknown, before: Values, channel: string | undefined): Values {
  const values: Values = {};
  for (const block of jsonList(blocks)) {
    for (const { element } of elementsOf(block)) {
      if (!isStateful(element)) continue;
      const blockId = String(block.block_id);
      const actionId = String(element.action_id);
      const kept = before[blockId]?.[actionId];
      const stays = kept !== undefined && kept.type === element.type && stillOffered(element, kept);
      values[blockId] = {
        ...values[blockId],
        [actionId]: stays ? kept : valueObject(element, initialValue(element, channel)),
      };
    }
  }
  return values;
}

function stillOffered(element: Json, kept: Json): boolean {
  if (element.options === undefined && element.option_groups === undefined) return true;
  const offered = new Set(optionsOf(element).map((one) => one.value));
  const chosen = [...jsonList(kept.selected_options), asJson(kept.selected_option)].filter(
    (one) => asText(one.value) !== undefined,
  );
  return chosen.every((one) => offered.has(one.value));
}

/** Finds an element by action_id, and by block_id if given. */
export function findElement(
  blocks: unknown,
  target: { blockId?: string; actionId?: string },
): { readonly block: Json; readonly element: Json } | undefined {
  for (const block of jsonList(blocks)) {
    if (target.blockId !== undefined && block.block_id !== target.blockId) continue;
    for (const { element } of elementsOf(block)) {
      if (target.actionId === undefined || element.action_id === target.actionId) return { block, element };
    }
  }
  return undefined;
}
