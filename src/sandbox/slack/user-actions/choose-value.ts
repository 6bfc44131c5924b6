import { isDate, isTime, optionsOf } from '../blocks/initial-values.ts';
import { isJson, wordOf } from '../json.ts';
import type { Json } from '../slack-server.types.ts';

/** What a person can choose from. */
export type Choices = {
  /** The options of an external select by value, offered or chosen. */
  readonly offered: ReadonlyMap<string, Json>;
  readonly people: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
};

function chosenOption(element: Json, given: unknown): Json {
  const value = isJson(given) ? given.value : given;
  const found = optionsOf(element).find((one) => one.value === value);
  if (found === undefined) throw new Error(`${String(element.action_id)} offers no option ${String(value)}`);
  return found;
}

function searchedOption(element: Json, given: unknown, choices: Choices): Json {
  const found = choices.offered.get(wordOf(isJson(given) ? given.value : given));
  if (found === undefined)
    throw new Error(`${String(element.action_id)} was not searched, or did not offer ${JSON.stringify(given)}`);
  return found;
}

function listOf<T>(element: Json, given: unknown, one: (value: unknown) => T): T[] {
  const all = (Array.isArray(given) ? given : [given]).map(one);
  const max = Number(element.max_selected_items ?? Number.POSITIVE_INFINITY);
  if (all.length > max) throw new Error(`${String(element.action_id)} takes ${max} at most`);
  return all;
}

function known(ids: ReadonlySet<string>, given: unknown): string {
  if (typeof given !== 'string' || !ids.has(given)) throw new Error(`there is no ${String(given)} here`);
  return given;
}

function inForm(valid: (text: string) => boolean, given: unknown): string {
  if (typeof given !== 'string' || !valid(given)) throw new Error(`a picker cannot be set to ${String(given)}`);
  return given;
}

/** The value a person puts into an element, undefined for none. Throws where Slack's app would not allow it. */
export function chooseValue(element: Json, given: unknown, choices: Choices): unknown {
  if (given === undefined || given === null || given === '') return undefined;
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return wordOf(given);
    case 'datepicker':
      return inForm(isDate, given);
    case 'timepicker':
      return inForm(isTime, given);
    case 'datetimepicker':
      return Number(given);
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return chosenOption(element, given);
    case 'checkboxes':
    case 'multi_static_select':
      return listOf(element, given, (one) => chosenOption(element, one));
    case 'external_select':
      return searchedOption(element, given, choices);
    case 'multi_external_select':
      return listOf(element, given, (one) => searchedOption(element, one, choices));
    case 'users_select':
      return known(choices.people, given);
    case 'multi_users_select':
      return listOf(element, given, (one) => known(choices.people, one));
    case 'conversations_select':
    case 'channels_select':
      return known(choices.channels, given);
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return listOf(element, given, (one) => known(choices.channels, one));
    default:
      return given;
  }
}
