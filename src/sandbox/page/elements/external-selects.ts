import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Option } from '../../slack/slack-server.types.ts';
import { asJson, asText, jsonList } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { SearchBox } from './search-box.ts';
import type { Groups } from './search-known.ts';
import { useDraft } from './use-draft.ts';

/** A select whose options the bot finds while a person types. */
export const ExternalSelect = (props: ElementProps): VNode => html`<${SingleSelect} ...${props} />`;

/** The same for several options. */
export const MultiExternalSelect = (props: ElementProps): VNode => html`<${MultiSelect} ...${props} />`;

/** `groups`: all options, where they are known. */
type Props = ElementProps & { groups?: Groups };

/** A searchable select for one option. */
export function SingleSelect(props: Props): VNode {
  const { element, value, put, input, surface } = props;
  const known = asJson((value ?? { selected_option: element.initial_option }).selected_option);
  const draft = useDraft(known, (option) => put(option.value === undefined ? null : option), surface.unsent);
  const chosen = asText(asJson(draft.value.text).text);
  return html`<div class="external">
    <${SearchBox} ...${props} chosen=${chosen} draft=${draft} choose=${(option: Option) => draft.change({ ...option })} />
    ${
      input?.optional === true &&
      chosen !== '' &&
      html`<button type="button" class="link-button external-clear" onClick=${() => draft.change({})}>Clear</button>`
    }
  </div>`;
}

/** A searchable select for several options, with the chosen ones above the field. */
export function MultiSelect(props: Props): VNode {
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
