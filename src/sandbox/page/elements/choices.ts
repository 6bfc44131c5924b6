import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText, type Json, jsonList } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import type { ElementProps } from './element.types.ts';
import { useDraft } from './use-draft.ts';

type Props = Pick<ElementProps, 'element' | 'input' | 'target' | 'naming'> & {
  kind: 'checkbox' | 'radio';
  chosen: readonly string[];
  pick: (value: string, on: boolean) => void;
};

/** Options below each other, each with a label and a description. */
function ChoiceList({ element, input, target, naming, kind, chosen, pick }: Props): VNode {
  const group = `choice-${target.blockId}-${target.actionId}`;
  return html`<div ...${naming} class="choices" role=${kind === 'radio' ? 'radiogroup' : 'group'}>
    ${jsonList(element.options).map((option: Json, index) => {
      const value = asText(option.value);
      // The block's label belongs to the first option.
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

export function Checkboxes(props: ElementProps): VNode {
  const known = props.value ?? { selected_options: props.element.initial_options };
  const onServer = jsonList(known.selected_options).map((one) => asText(one.value));
  const draft = useDraft<readonly string[]>(onServer, props.put, props.surface.unsent);
  const pick = (value: string, on: boolean) => {
    draft.change(on ? [...draft.value, value] : draft.value.filter((one) => one !== value));
  };
  return html`<${ChoiceList} ...${props} kind="checkbox" chosen=${draft.value} pick=${pick} />`;
}

export function RadioButtons(props: ElementProps): VNode {
  const known = props.value ?? { selected_option: props.element.initial_option };
  const draft = useDraft(asText(asJson(known.selected_option).value), props.put, props.surface.unsent);
  const chosen = draft.value === '' ? [] : [draft.value];
  return html`<${ChoiceList} ...${props} kind="radio" chosen=${chosen} pick=${(value: string) => draft.change(value)} />`;
}
