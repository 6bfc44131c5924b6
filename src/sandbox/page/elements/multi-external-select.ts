import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Option } from '../../slack/slack-server.types.ts';
import { asJson, asText, jsonList } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { SearchBox } from './search-box.ts';
import { useDraft } from './use-draft.ts';

/** Several options the bot finds while somebody types; those that are chosen stand above the field. */
export function MultiExternalSelect(props: ElementProps): VNode {
  const { element, value, put, surface } = props;
  const known = jsonList((value ?? { selected_options: element.initial_options }).selected_options);
  const draft = useDraft(known, (options) => put(options.length === 0 ? null : options), surface.unsent);
  const others = (gone: unknown) => draft.value.filter((one) => one.value !== gone);
  return html`<div class="external">
    ${
      draft.value.length > 0 &&
      html`<ul class="chosen" aria-label="Chosen">
        ${draft.value.map((one) => {
          const name = asText(asJson(one.text).text);
          return html`<li key=${one.value}>
            ${name}
            <button type="button" aria-label=${`Remove ${name}`} onClick=${() => draft.change(others(one.value))}>×</button>
          </li>`;
        })}
      </ul>`
    }
    <div class="external">
      <${SearchBox}
        ...${props}
        chosen=""
        draft=${draft}
        choose=${(option: Option) => draft.change([...others(option.value), { ...option }])}
      />
    </div>
  </div>`;
}
