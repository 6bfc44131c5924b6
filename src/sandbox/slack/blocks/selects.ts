import { boolean, type Check, fault, integer, list, object, oneOf, string } from './check.ts';
import { initialOptionsAmongOptions, knownId } from './initial-values.ts';
import { limits } from './limits.ts';
import { confirm, conversationFilter, option, optionGroup, plainText } from './objects.ts';

const always = {
  action_id: string(limits.id),
  confirm,
  placeholder: plainText(limits.placeholder),
  focus_on_load: boolean,
};
const many = { max_selected_items: integer(1, 100) };
const type = (name: string) => ({ type: oneOf(name) });

// Answers go to a response_url only from a modal: https://docs.slack.dev/surfaces/modals#modal_response_url
const responseUrl: Check = (value, at) => {
  if (typeof value !== 'boolean') fault(at, 'must provide a boolean');
  else if (value && at.surface !== 'modal') fault(at, 'response_url_enabled is for modals only');
};

function statically(name: string, initial: Record<string, Check>): Check {
  return object(
    type(name),
    {
      ...always,
      ...initial,
      options: list(option, 1, limits.options),
      option_groups: list(optionGroup, 1, limits.optionGroups),
    },
    (value, at) => {
      if ((value.options == null) === (value.option_groups == null))
        fault(at, 'must provide either options or option_groups');
      initialOptionsAmongOptions(value, at);
    },
  );
}

const ids = list(knownId, 1, 100);
const conversations = { default_to_current_conversation: boolean, filter: conversationFilter };
const queryLength = { min_query_length: integer(0, 3000) };

/** Every select menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
export const selects: Readonly<Record<string, Check>> = {
  static_select: statically('static_select', { initial_option: option }),
  multi_static_select: statically('multi_static_select', { ...many, initial_options: list(option, 1, limits.options) }),
  external_select: object(type('external_select'), { ...always, ...queryLength, initial_option: option }),
  multi_external_select: object(type('multi_external_select'), {
    ...always,
    ...queryLength,
    ...many,
    initial_options: list(option, 1, limits.options),
  }),
  users_select: object(type('users_select'), { ...always, initial_user: knownId }),
  multi_users_select: object(type('multi_users_select'), { ...always, ...many, initial_users: ids }),
  conversations_select: object(type('conversations_select'), {
    ...always,
    ...conversations,
    initial_conversation: knownId,
    response_url_enabled: responseUrl,
  }),
  multi_conversations_select: object(type('multi_conversations_select'), {
    ...always,
    ...conversations,
    ...many,
    initial_conversations: ids,
  }),
  channels_select: object(type('channels_select'), {
    ...always,
    initial_channel: knownId,
    response_url_enabled: responseUrl,
  }),
  multi_channels_select: object(type('multi_channels_select'), { ...always, ...many, initial_channels: ids }),
};
