import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

/** While somebody types, the server hears of it when she pauses this long. */
const PAUSE_MS = 250;

const modes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  number_input: 'decimal',
  url_text_input: 'url',
};

/** plain_text_input, email_text_input, number_input and url_text_input. */
export function TextInput({ element, value, put, input, naming, surface }: ElementProps): VNode {
  const draft = useDraft(asText(value?.value), put, surface.unsent);
  // https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
  const triggers = asJson(element.dispatch_action_config).trigger_actions_on;
  const onEveryLetter = Array.isArray(triggers) && triggers.includes('on_character_entered');
  const onEnter = input?.dispatches === true && (!Array.isArray(triggers) || triggers.includes('on_enter_pressed'));
  const multiline = element.multiline === true;
  // A value that the bot hears of on Enter only waits for Enter, or for the person to leave the field.
  const waits = input?.dispatches === true && !onEveryLetter;

  const control = {
    ...naming,
    id: input?.id,
    class: 'field',
    value: draft.value,
    placeholder: asText(asJson(element.placeholder).text),
    maxlength: typeof element.max_length === 'number' ? element.max_length : undefined,
    autocomplete: 'off',
    'data-focus-on-load': element.focus_on_load === true ? '' : undefined,
    onFocus: draft.onFocus,
    onBlur: draft.onBlur,
    onInput(event: { currentTarget: HTMLInputElement }) {
      draft.change(event.currentTarget.value, waits ? 'later' : PAUSE_MS);
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Enter' || multiline || !onEnter) return;
      event.preventDefault();
      void draft.flush();
    },
  };
  return multiline
    ? html`<textarea ...${control} rows="3"></textarea>`
    : html`<input ...${control} type="text" inputmode=${modes[asText(element.type)]} />`;
}
