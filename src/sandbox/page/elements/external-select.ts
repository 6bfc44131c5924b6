import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Option } from '../../slack/slack-server.types.ts';
import { asJson, asText } from '../json.ts';
import type { ElementProps } from './element.types.ts';
import { SearchBox } from './search-box.ts';
import { useDraft } from './use-draft.ts';

/** A select whose options the bot finds while somebody types. */
export function ExternalSelect(props: ElementProps): VNode {
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
