import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText, type Json, jsonList } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { SelectBox } from './select-box.ts';

const choice = (option: Json) => ({ value: asText(option.value), text: asText(asJson(option.text).text) });

export function StaticSelect(props: ElementProps): VNode {
  const { element } = props;
  const known = props.value ?? { selected_option: element.initial_option };
  const groups =
    element.option_groups === undefined
      ? [{ label: undefined, choices: jsonList(element.options).map(choice) }]
      : jsonList(element.option_groups).map((group) => ({
          label: asText(asJson(group.label).text),
          choices: jsonList(group.options).map(choice),
        }));
  return html`<${SelectBox} ...${props} groups=${groups} chosen=${asText(asJson(known.selected_option).value)} />`;
}
