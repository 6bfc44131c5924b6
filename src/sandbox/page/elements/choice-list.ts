import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText, type Json, jsonList } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import type { ElementProps } from './element.types.ts';

type Props = Pick<ElementProps, 'element' | 'input' | 'target' | 'naming'> & {
  kind: 'checkbox' | 'radio';
  chosen: readonly string[];
  pick: (value: string, on: boolean) => void;
};

/** Options one below the other, each with its own label and description. */
export function ChoiceList({ element, input, target, naming, kind, chosen, pick }: Props): VNode {
  const group = `choice-${target.blockId}-${target.actionId}`;
  return html`<div ...${naming} class="choices" role=${kind === 'radio' ? 'radiogroup' : 'group'}>
    ${jsonList(element.options).map((option: Json, index) => {
      const value = asText(option.value);
      // The block's label leads to the first option.
      const id = index === 0 && input !== undefined ? input.id : `${group}-${index}`;
      return html`<div class="choice" key=${value}>
        <input
          type=${kind}
          id=${id}
          name=${group}
          checked=${chosen.includes(value)}
          data-focus-on-load=${element.focus_on_load === true && index === 0 ? '' : undefined}
          aria-labelledby=${`${group}-${index}-name`}
          aria-describedby=${option.description === undefined ? undefined : `${group}-${index}-about`}
          onChange=${(event: { currentTarget: HTMLInputElement }) => pick(value, event.currentTarget.checked)}
        />
        <label for=${id} id=${`${group}-${index}-name`}><${Text} of=${asJson(option.text)} /></label>
        ${
          option.description !== undefined &&
          html`<p class="quiet" id=${`${group}-${index}-about`}><${Text} of=${asJson(option.description)} /></p>`
        }
      </div>`;
    })}
  </div>`;
}
