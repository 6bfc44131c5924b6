import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

/** Between the hours and the minutes somebody pauses less than this. */
const PAUSE_MS = 400;

export function TimePicker({ element, value, put, input, naming, surface }: ElementProps): VNode {
  const draft = useDraft(asText(value?.selected_time), (time) => put(time === '' ? null : time), surface.unsent);
  return html`<input
    ...${naming}
    id=${input?.id}
    class="field field-short"
    type="time"
    value=${draft.value}
    data-focus-on-load=${element.focus_on_load === true ? '' : undefined}
    onFocus=${draft.onFocus}
    onBlur=${draft.onBlur}
    onInput=${(event: { currentTarget: HTMLInputElement }) => draft.change(event.currentTarget.value, PAUSE_MS)}
  />`;
}
