import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { channelTitle } from '../frame/sidebar.ts';
import { asJson, asText } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { ElementProps } from './element.types.ts';
import { SelectBox } from './select-box.ts';

/** conversations_select and channels_select: the channels of this person that the bot's filter lets through. */
export function ConversationsSelect(props: ElementProps): VNode {
  const { state } = useSandbox();
  const { element } = props;
  const only = element.type === 'channels_select' ? ['public'] : asJson(element.filter).include;
  const choices = state.channels
    .filter((one) => !one.archived && (!Array.isArray(only) || only.includes(one.kind)))
    .map((one) => ({ value: one.id, text: one.kind === 'im' ? channelTitle(state, one) : `#${one.name}` }));
  const chosen =
    asText(props.value?.selected_conversation ?? element.initial_conversation) ||
    asText(props.value?.selected_channel ?? element.initial_channel);
  return html`<${SelectBox} ...${props} groups=${[{ label: undefined, choices }]} chosen=${chosen} />`;
}
