import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

/**
 * The browser reports 0002, 0020, 0202 while somebody types the year 2026, and a time between its hours and its minutes: wait
 * until she pauses.
 */
const PAUSE_MS = 400;

const pickers = { date: 'selected_date', time: 'selected_time' } as const;

const pickerOf = (type: keyof typeof pickers) =>
  function Picker({ element, value, put, input, naming, surface }: ElementProps): VNode {
    const draft = useDraft(
      asText(value?.[pickers[type]]),
      (picked) => put(picked === '' ? null : picked),
      surface.unsent,
    );
    return html`<input
      ...${naming}
      id=${input?.id}
      class="field field-short"
      type=${type}
      value=${draft.value}
      data-focus-on-load=${element.focus_on_load === true ? '' : undefined}
      onFocus=${draft.onFocus}
      onBlur=${draft.onBlur}
      onInput=${(event: { currentTarget: HTMLInputElement }) => draft.change(event.currentTarget.value, PAUSE_MS)}
    />`;
  };

export const DatePicker = pickerOf('date');
export const TimePicker = pickerOf('time');
