import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { fieldProps } from './field-props.ts';
import { useDraft } from './use-draft.ts';

/** The value is sent after a pause of this length. */
const PAUSE_MS = 250;

const modes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  number_input: 'decimal',
  url_text_input: 'url',
};

/** plain_text_input, email_text_input, number_input and url_text_input. */
export function TextInput(props: ElementProps): VNode {
  const { element, value, put, input, surface } = props;
  const draft = useDraft(asText(value?.value), put, surface.unsent);
  // https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
  const triggers = asJson(element.dispatch_action_config).trigger_actions_on;
  const onEveryLetter = Array.isArray(triggers) && triggers.includes('on_character_entered');
  const onEnter = input?.dispatches === true && (!Array.isArray(triggers) || triggers.includes('on_enter_pressed'));
  const multiline = element.multiline === true;
  // A value that is dispatched on Enter waits for Enter, or until the person leaves the field.
  const waits = input?.dispatches === true && !onEveryLetter;

  const control = {
    ...fieldProps(props, draft),
    value: draft.value,
    placeholder: asText(asJson(element.placeholder).text),
    maxlength: typeof element.max_length === 'number' ? element.max_length : undefined,
    autocomplete: 'off',
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
