import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText, jsonList } from '../json.ts';
import { ChoiceList } from './choice-list.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

export function Checkboxes(props: ElementProps): VNode {
  const known = props.value ?? { selected_options: props.element.initial_options };
  const onServer = jsonList(known.selected_options).map((one) => asText(one.value));
  const draft = useDraft<readonly string[]>(onServer, props.put, props.surface.unsent);
  const pick = (value: string, on: boolean) => {
    draft.change(on ? [...draft.value, value] : draft.value.filter((one) => one !== value));
  };
  return html`<${ChoiceList} ...${props} kind="checkbox" chosen=${draft.value} pick=${pick} />`;
}
