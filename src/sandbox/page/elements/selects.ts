import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { channelTitle } from '../frame/sidebar.ts';
import { asJson, asText } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { ElementProps } from './element.types.ts';
import { MultiSelect, SingleSelect } from './external-selects.ts';
import { type Groups, groupsIn } from './search-known.ts';

/** One of the options the bot named. */
export function StaticSelect(props: ElementProps): VNode {
  return html`<${SingleSelect} ...${props} groups=${groupsIn(props.element)} />`;
}

/** Several of them. */
export function MultiStaticSelect(props: ElementProps): VNode {
  return html`<${MultiSelect} ...${props} groups=${groupsIn(props.element)} />`;
}

/** users_select: everybody who is not deactivated. */
export function UsersSelect(props: ElementProps): VNode {
  const { groups, named } = useIds(usePeople());
  const id = asText((props.value ?? { selected_user: props.element.initial_user }).selected_user);
  return html`<${SingleSelect} ...${props} groups=${groups} value=${{ selected_option: named(id) }} put=${putId(props)} />`;
}

export function MultiUsersSelect(props: ElementProps): VNode {
  const { groups, named } = useIds(usePeople());
  const ids = idsIn((props.value ?? { selected_users: props.element.initial_users }).selected_users);
  return html`<${MultiSelect} ...${props} groups=${groups} value=${{ selected_options: ids.map(named) }} put=${putId(props)} />`;
}

/** conversations_select and channels_select: the person's channels that pass the bot's filter. */
export function ConversationsSelect(props: ElementProps): VNode {
  const { element, value } = props;
  const { groups, named } = useIds(useChannels(element));
  const id =
    asText(value?.selected_conversation ?? element.initial_conversation) ||
    asText(value?.selected_channel ?? element.initial_channel);
  return html`<${SingleSelect} ...${props} groups=${groups} value=${{ selected_option: named(id) }} put=${putId(props)} />`;
}

export function MultiConversationsSelect(props: ElementProps): VNode {
  const { element, value } = props;
  const { groups, named } = useIds(useChannels(element));
  const chosen = value?.selected_conversations ?? value?.selected_channels;
  const ids = idsIn(chosen ?? element.initial_conversations ?? element.initial_channels);
  return html`<${MultiSelect} ...${props} groups=${groups} value=${{ selected_options: ids.map(named) }} put=${putId(props)} />`;
}

type Named = { readonly id: string; readonly name: string };

function usePeople(): readonly Named[] {
  return useSandbox()
    .state.people.filter((one) => one.kind !== 'deactivated')
    .map(({ id, realName }) => ({ id, name: realName }));
}

function useChannels(element: ElementProps['element']): readonly Named[] {
  const { state } = useSandbox();
  const isForChannels = asText(element.type).endsWith('channels_select');
  const only = isForChannels ? ['public'] : asJson(element.filter).include;
  return state.channels
    .filter((one) => !one.archived && (!Array.isArray(only) || only.includes(one.kind)))
    .map((one) => ({ id: one.id, name: one.kind === 'im' ? channelTitle(state, one) : `#${one.name}` }));
}

/** People and channels as options, whose value is the id. */
function useIds(all: readonly Named[]): { groups: Groups; named: (id: string) => object } {
  const options = all.map(({ id, name }) => ({ value: id, text: { text: name } }));
  return {
    groups: [{ label: '', options }],
    named: (id) => options.find((one) => one.value === id) ?? (id === '' ? {} : { value: id, text: { text: id } }),
  };
}

/** The sandbox's Slack server wants ids, and not options that were made of them. */
function putId({ put }: ElementProps): ElementProps['put'] {
  const idOf = (option: unknown) => asText(asJson(option).value);
  return (given) => put(Array.isArray(given) ? given.map(idOf) : given === null ? null : idOf(given));
}

function idsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
