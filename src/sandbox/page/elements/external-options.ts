import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Option } from '../../slack/slack-server.types.ts';
import type { Found } from './use-search.ts';

type Props = { id: string; found: Found; active: number; choose: (option: Option) => void };

/** The options below an external select, or why there are none. */
export function ExternalOptions({ id, found, active, choose }: Props): VNode {
  if (found.kind !== 'found') {
    return html`<div class="popup options" id=${id} role="status">
      <p class="options-note">
        ${found.kind === 'loading' && html`<span class="spinner"></span> Searching…`}
        ${found.kind === 'too short' && `Type at least ${found.min} ${found.min === 1 ? 'letter' : 'letters'}`}
        ${found.kind === 'failed' && 'Couldn’t load options. Type to try again.'}
      </p>
    </div>`;
  }
  if (found.flat.length === 0) {
    return html`<div class="popup options" id=${id} role="status"><p class="options-note">No results</p></div>`;
  }
  return html`<ul class="popup options" id=${id} role="listbox" aria-label="Options">
    ${found.groups.map(
      (group) => html`
        ${group.label !== '' && html`<li class="options-group" role="presentation">${group.label}</li>`}
        ${group.options.map((option) => {
          const index = found.flat.indexOf(option);
          return html`<${OptionItem} key=${option.value} id=${`${id}-${index}`} option=${option} active=${index === active} choose=${choose} />`;
        })}
      `,
    )}
  </ul>`;
}

type ItemProps = { id: string; option: Option; active: boolean; choose: (option: Option) => void };

function OptionItem({ id, option, active, choose }: ItemProps): VNode {
  return html`<li
    id=${id}
    role="option"
    aria-selected=${active}
    ref=${(element: HTMLElement | null) => active && element?.scrollIntoView({ block: 'nearest' })}
    onMouseDown=${(event: Event) => {
      // Before the field loses the focus and closes the list.
      event.preventDefault();
      choose(option);
    }}
  >
    ${option.text.text} ${option.description && html`<span class="quiet">${option.description.text}</span>`}
  </li>`;
}
