import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import { inOwnFormat, instantOf, wallTime } from '../times.ts';
import type { ElementProps } from './element.types.ts';
import { fieldProps } from './field-props.ts';
import { useDraft } from './use-draft.ts';

/**
 * While a person types the year 2026, the browser reports 0002, 0020 and 0202, so a value is sent only after a pause.
 */
const PAUSE_MS = 400;

type Props = ElementProps & {
  type: 'date' | 'time' | 'datetime-local';
  /** The picked value as the browser writes it; '' for none. */
  picked: string;
  /** Converts it for the server. */
  written: (picked: string) => unknown;
};

function PickerInput(props: Props): VNode {
  const { put, surface, type, picked, written } = props;
  const draft = useDraft(picked, (next) => put(next === '' ? null : written(next)), surface.unsent);
  const { locale } = useSandbox().you;
  const shown = inOwnFormat(draft.value, type, locale);
  // The browser writes the value in its own language, so the person's format covers it until they edit it.
  return html`<span class="picker">
    <input
      ...${fieldProps(props, draft)}
      class=${`field field-short${shown === '' ? '' : ' field-covered'}`}
      type=${type}
      value=${draft.value}
      onInput=${(event: { currentTarget: HTMLInputElement }) => draft.change(event.currentTarget.value, PAUSE_MS)}
    />
    ${shown !== '' && html`<span class="picker-cover" aria-hidden="true">${shown}</span>`}
  </span>`;
}

const asPicked = (picked: string) => picked;

export function DatePicker(props: ElementProps): VNode {
  return html`<${PickerInput} ...${props} type="date" picked=${asText(props.value?.selected_date)} written=${asPicked} />`;
}

export function TimePicker(props: ElementProps): VNode {
  return html`<${PickerInput} ...${props} type="time" picked=${asText(props.value?.selected_time)} written=${asPicked} />`;
}

/** Seconds since 1970, picked in the person's own zone. */
export function DateTimePicker(props: ElementProps): VNode {
  const { tz } = useSandbox().you;
  const seconds = props.value?.selected_date_time;
  const picked = typeof seconds === 'number' ? wallTime(seconds * 1000, tz) : '';
  const written = (wall: string) => instantOf(wall, tz) / 1000;
  return html`<${PickerInput} ...${props} type="datetime-local" picked=${picked} written=${written} />`;
}
