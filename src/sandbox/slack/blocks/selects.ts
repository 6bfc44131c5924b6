import { boolean, type Check, fault, integer, list, object, string, type } from './check.ts';
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

// Only modals have response URLs: https://docs.slack.dev/surfaces/modals#modal_response_url
const responseUrl: Check = (value, at) => {
  if (typeof value !== 'boolean') fault(at, 'must provide a boolean');
  else if (value && at.surface !== 'modal') fault(at, 'response_url_enabled is for modals only');
};

function select(name: string, own: Record<string, Check>, also?: Parameters<typeof object>[2]): Check {
  return object(type(name), { ...always, ...own }, also);
}

const options = list(option, 1, limits.options);

function statically(name: string, initial: Record<string, Check>): Check {
  const own = { ...initial, options, option_groups: list(optionGroup, 1, limits.optionGroups) };
  return select(name, own, (value, at) => {
    if ((value.options == null) === (value.option_groups == null))
      fault(at, 'must provide either options or option_groups');
    initialOptionsAmongOptions(value, at);
  });
}

const ids = list(knownId, 1, 100);
const conversations = { default_to_current_conversation: boolean, filter: conversationFilter };
const queryLength = { min_query_length: integer(0, 3000) };

/** Every select menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
export const selects: Readonly<Record<string, Check>> = {
  static_select: statically('static_select', { initial_option: option }),
  multi_static_select: statically('multi_static_select', { ...many, initial_options: options }),
  external_select: select('external_select', { ...queryLength, initial_option: option }),
  multi_external_select: select('multi_external_select', { ...queryLength, ...many, initial_options: options }),
  users_select: select('users_select', { initial_user: knownId }),
  multi_users_select: select('multi_users_select', { ...many, initial_users: ids }),
  conversations_select: select('conversations_select', {
    ...conversations,
    initial_conversation: knownId,
    response_url_enabled: responseUrl,
  }),
  multi_conversations_select: select('multi_conversations_select', {
    ...conversations,
    ...many,
    initial_conversations: ids,
  }),
  channels_select: select('channels_select', { initial_channel: knownId, response_url_enabled: responseUrl }),
  multi_channels_select: select('multi_channels_select', { ...many, initial_channels: ids }),
};
