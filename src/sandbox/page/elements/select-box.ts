import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

export type Choice = { readonly value: string; readonly text: string };
export type ChoiceGroup = { readonly label: string | undefined; readonly choices: readonly Choice[] };

type Props = ElementProps & { groups: readonly ChoiceGroup[]; chosen: string };

/** A select menu whose options are all known: the browser's own, which everybody can use. */
export function SelectBox({ element, put, input, naming, surface, groups, chosen }: Props): VNode {
  const draft = useDraft(chosen, (value) => put(value === '' ? null : value), surface.unsent);
  const placeholder = asText(asJson(element.placeholder).text) || 'Choose…';
  return html`<select
    ...${naming}
    id=${input?.id}
    class="field"
    value=${draft.value}
    data-focus-on-load=${element.focus_on_load === true ? '' : undefined}
    onFocus=${draft.onFocus}
    onBlur=${draft.onBlur}
    onChange=${(event: { currentTarget: HTMLSelectElement }) => draft.change(event.currentTarget.value)}
  >
    <option value="" disabled=${input?.optional !== true}>${placeholder}</option>
    ${groups.map(({ label, choices }) => {
      const options = choices.map((one) => html`<option key=${one.value} value=${one.value}>${one.text}</option>`);
      return label === undefined ? options : html`<optgroup label=${label}>${options}</optgroup>`;
    })}
  </select>`;
}
