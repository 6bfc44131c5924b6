import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

/** The browser reports 0002, 0020, 0202 while somebody types the year 2026: wait until she pauses. */
const PAUSE_MS = 400;

export function DatePicker({ element, value, put, input, naming, surface }: ElementProps): VNode {
  const draft = useDraft(asText(value?.selected_date), (date) => put(date === '' ? null : date), surface.unsent);
  return html`<input
    ...${naming}
    id=${input?.id}
    class="field field-short"
    type="date"
    value=${draft.value}
    data-focus-on-load=${element.focus_on_load === true ? '' : undefined}
    onFocus=${draft.onFocus}
    onBlur=${draft.onBlur}
    onInput=${(event: { currentTarget: HTMLInputElement }) => draft.change(event.currentTarget.value, PAUSE_MS)}
  />`;
}
