import { html } from 'htm/preact';
import type { ComponentType, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Surface } from '../blocks/surface.ts';
import { asJson, asText, type Json } from '../json.ts';
import { ConfirmDialog } from '../modal/confirm-dialog.ts';
import { ButtonElement } from './button.ts';
import { Checkboxes } from './checkboxes.ts';
import { ConversationsSelect } from './conversations-select.ts';
import type { ElementProps, InputPart } from './element.types.ts';
import { ExternalSelect } from './external-select.ts';
import { MultiExternalSelect } from './multi-external-select.ts';
import { Overflow } from './overflow.ts';
import { DatePicker, DateTimePicker, TimePicker } from './picker-input.ts';
import { RadioButtons } from './radio-buttons.ts';
import { StaticSelect } from './static-select.ts';
import { TextInput } from './text-input.ts';
import type { Put } from './use-draft.ts';
import { UsersSelect } from './users-select.ts';

/** What the page draws. */
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

/** One element wherever it stands; asks first when the bot wants a confirmation. */
export function ElementView({ element, blockId, surface, input, about }: Props): VNode {
  const [asking, setAsking] = useState<(yes: boolean) => void>();
  const actionId = asText(element.action_id);
  const target = { blockId, actionId };
  const Kind = kinds[asText(element.type)];
  if (Kind === undefined) {
    return html`<p class="unsupported">An element of the type “${asText(element.type)}” stands here; this page does not draw it.</p>`;
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

/** An input is named by its label; what stands alone by its placeholder, or by the text beside it. */
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
