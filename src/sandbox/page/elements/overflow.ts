import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Icon } from '../icons.ts';
import { asJson, asText, jsonList } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { Menu } from './menu.ts';

export function Overflow({ element, put }: ElementProps): VNode {
  const items = jsonList(element.options).map((one) => ({
    label: asText(asJson(one.text).text),
    detail: asText(asJson(one.description).text),
    choose: () => void put(asText(one.value)),
  }));
  return html`<${Menu} label="More options" items=${items}><${Icon} name="dots" /><//>`;
}
