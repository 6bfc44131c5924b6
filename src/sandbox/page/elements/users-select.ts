import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asText } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { ElementProps } from './element.types.ts';
import { SelectBox } from './select-box.ts';

export function UsersSelect(props: ElementProps): VNode {
  const { state } = useSandbox();
  const choices = state.people
    .filter((one) => one.kind !== 'deactivated')
    .map((one) => ({ value: one.id, text: one.realName }));
  const chosen = asText((props.value ?? { selected_user: props.element.initial_user }).selected_user);
  return html`<${SelectBox} ...${props} groups=${[{ label: undefined, choices }]} chosen=${chosen} />`;
}
