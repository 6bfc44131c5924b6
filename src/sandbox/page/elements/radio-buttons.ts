import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText } from '../json.ts';
import { ChoiceList } from './choice-list.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

export function RadioButtons(props: ElementProps): VNode {
  const known = props.value ?? { selected_option: props.element.initial_option };
  const draft = useDraft(asText(asJson(known.selected_option).value), props.put, props.surface.unsent);
  const chosen = draft.value === '' ? [] : [draft.value];
  return html`<${ChoiceList} ...${props} kind="radio" chosen=${chosen} pick=${(value: string) => draft.change(value)} />`;
}
