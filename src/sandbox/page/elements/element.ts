import { html } from 'htm/preact';
import type { ComponentType, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Surface } from '../blocks/surface.ts';
import { asJson, asText, type Json } from '../json.ts';
import { ConfirmDialog } from '../modal/confirm-dialog.ts';
import { ButtonElement } from './button.ts';
import { Checkboxes, RadioButtons } from './choices.ts';
import type { ElementProps, InputPart } from './element.types.ts';
import { ExternalSelect, MultiExternalSelect } from './external-selects.ts';
import { Overflow } from './menu.ts';
import { DatePicker, DateTimePicker, TimePicker } from './picker-input.ts';
import { ConversationsSelect, MultiUsersSelect, StaticSelect, UsersSelect } from './selects.ts';
import { TextInput } from './text-input.ts';
import type { Put } from './use-draft.ts';

/** The elements the page draws. */
export const kinds: Readonly<Record<string, ComponentType<ElementProps>>> = {
  button: ButtonElement,
  checkboxes: Checkboxes,
  channels_select: ConversationsSelect,
  conversations_select: ConversationsSelect,
  datepicker: DatePicker,
  datetimepicker: DateTimePicker,
  email_text_input: TextInput,
  external_select: ExternalSelect,
  multi_external_select: MultiExternalSelect,
  multi_users_select: MultiUsersSelect,
  number_input: TextInput,
  overflow: Overflow,
  plain_text_input: TextInput,
  radio_buttons: RadioButtons,
  static_select: StaticSelect,
  timepicker: TimePicker,
  url_text_input: TextInput,
  users_select: UsersSelect,
};

type Props = { element: Json; blockId: string; surface: Surface; input?: InputPart; about?: string };

/** One element; asks first when the bot wants a confirmation. */
export function ElementView({ element, blockId, surface, input, about }: Props): VNode {
  const [asking, setAsking] = useState<(yes: boolean) => void>();
  const actionId = asText(element.action_id);
  const target = { blockId, actionId };
  const Kind = kinds[asText(element.type)];
  if (Kind === undefined) {
    return html`<p class="unsupported">This page cannot show the element type “${asText(element.type)}”.</p>`;
  }

  function confirmed(): Promise<boolean> {
    if (element.confirm === undefined) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    setAsking(() => (yes: boolean) => {
      setAsking(undefined);
      resolve(yes);
    });
    return promise;
  }

  async function put(value: unknown): Promise<Put> {
    if (!(await confirmed())) return 'denied';
    const give = input !== undefined && surface.fill !== undefined ? surface.fill : surface.act;
    const outcome = await give(target, value);
    return outcome.kind === 'done' ? 'sent' : 'failed';
  }

  return html`
    <${Kind}
      element=${element}
      target=${target}
      surface=${surface}
      value=${surface.values[blockId]?.[actionId]}
      put=${put}
      input=${input}
      naming=${namingOf(element, input, about)}
    />
    ${asking && html`<${ConfirmDialog} confirm=${asJson(element.confirm)} answer=${asking} />`}
  `;
}

/** An input is named by its label, other elements by their placeholder or the text next to them. */
function namingOf(element: Json, input: InputPart | undefined, about: string | undefined): ElementProps['naming'] {
  if (input !== undefined) {
    return {
      'aria-labelledby': input.labelledBy,
      ...(input.describedBy === '' ? {} : { 'aria-describedby': input.describedBy }),
      'aria-invalid': input.invalid,
      'aria-required': !input.optional,
    };
  }
  return {
    'aria-label': asText(asJson(element.placeholder).text) || about || asText(element.type).replaceAll('_', ' '),
  };
}
