import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { channelTitle } from '../frame/sidebar.ts';
import { asJson, asText, type Json, jsonList } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { ElementProps } from './element.types.ts';
import { fieldProps } from './field-props.ts';
import { useDraft } from './use-draft.ts';

type Choice = { readonly value: string; readonly text: string };
type Props = ElementProps & {
  readonly groups: readonly { readonly label?: string; readonly choices: readonly Choice[] }[];
  readonly chosen: string;
};

/** A select whose options are all known, as the browser's own accessible control. */
function SelectBox(props: Props): VNode {
  const { element, put, input, surface, groups, chosen } = props;
  const draft = useDraft(chosen, (value) => put(value === '' ? null : value), surface.unsent);
  const placeholder = asText(asJson(element.placeholder).text) || 'Choose…';
  return html`<select
    ...${fieldProps(props, draft)}
    value=${draft.value}
    onChange=${(event: { currentTarget: HTMLSelectElement }) => draft.change(event.currentTarget.value)}
  >
    <option value="" disabled=${input?.optional !== true}>${placeholder}</option>
    ${groups.map(({ label, choices }) => {
      const options = choices.map((one) => html`<option key=${one.value} value=${one.value}>${one.text}</option>`);
      return label === undefined ? options : html`<optgroup label=${label}>${options}</optgroup>`;
    })}
  </select>`;
}

const choicesOf = (options: unknown): Choice[] =>
  jsonList(options).map((option) => ({ value: asText(option.value), text: asText(asJson(option.text).text) }));

export function StaticSelect(props: ElementProps): VNode {
  const { element } = props;
  const known = props.value ?? { selected_option: element.initial_option };
  const groups =
    element.option_groups === undefined
      ? [{ choices: choicesOf(element.options) }]
      : jsonList(element.option_groups).map((group: Json) => ({
          label: asText(asJson(group.label).text),
          choices: choicesOf(group.options),
        }));
  return html`<${SelectBox} ...${props} groups=${groups} chosen=${asText(asJson(known.selected_option).value)} />`;
}

function usePeople(): readonly Choice[] {
  const { state } = useSandbox();
  return state.people.filter((one) => one.kind !== 'deactivated').map((one) => ({ value: one.id, text: one.realName }));
}

export function UsersSelect(props: ElementProps): VNode {
  const choices = usePeople();
  const chosen = asText((props.value ?? { selected_user: props.element.initial_user }).selected_user);
  return html`<${SelectBox} ...${props} groups=${[{ choices }]} chosen=${chosen} />`;
}

/** Several people: the chosen ones above a select that adds another. */
export function MultiUsersSelect(props: ElementProps): VNode {
  const { element, value, put, surface } = props;
  const people = usePeople();
  const known = (value ?? { selected_users: element.initial_users }).selected_users;
  const ids = Array.isArray(known) ? known.map(asText) : [];
  const draft = useDraft(ids, (next) => put(next.length === 0 ? null : next), surface.unsent);
  const nameOf = (id: string) => people.find((one) => one.value === id)?.text ?? id;
  const placeholder = asText(asJson(element.placeholder).text) || 'Choose…';
  return html`<div class="external">
    ${
      draft.value.length > 0 &&
      html`<ul class="chosen" aria-label="Chosen">
        ${draft.value.map(
          (id) => html`<li key=${id}>
            ${nameOf(id)}
            <button
              type="button"
              aria-label=${`Remove ${nameOf(id)}`}
              onClick=${() => draft.change(draft.value.filter((one) => one !== id))}
            >×</button>
          </li>`,
        )}
      </ul>`
    }
    <select
      ...${fieldProps(props, draft)}
      value=""
      onChange=${(event: { currentTarget: HTMLSelectElement }) => {
        draft.change([...draft.value, event.currentTarget.value]);
        event.currentTarget.value = '';
      }}
    >
      <option value="" disabled>${placeholder}</option>
      ${people
        .filter((one) => !draft.value.includes(one.value))
        .map((one) => html`<option key=${one.value} value=${one.value}>${one.text}</option>`)}
    </select>
  </div>`;
}

/** conversations_select and channels_select: the person's channels that pass the bot's filter. */
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
  return html`<${SelectBox} ...${props} groups=${[{ choices }]} chosen=${chosen} />`;
}
