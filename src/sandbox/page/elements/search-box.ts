import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Option } from '../../slack/slack-server.types.ts';
import { asJson, asText } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { ElementProps } from './element.types.ts';
import { ExternalOptions } from './external-options.ts';
import type { Draft } from './use-draft.ts';
import { useSearch } from './use-search.ts';

type Props = ElementProps & {
  /** What the field shows while nobody searches. */
  chosen: string;
  choose: (option: Option) => void;
  draft: Pick<Draft<unknown>, 'onFocus' | 'onBlur'>;
};

/** A field in which somebody types, and the options the bot finds for it. */
export function SearchBox({ element, input, naming, surface, target, chosen, choose, draft }: Props): VNode {
  const { run } = useSandbox();
  // What is being searched for; undefined while the field shows what is chosen.
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const open = query !== undefined;
  const min = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  const found = useSearch(open, query ?? '', min, (text) => run('search', { place: surface.place, target, text }));
  const options = found.kind === 'found' ? found.flat : [];
  const list = `options-${target.blockId}-${target.actionId}`;

  function search(text: string | undefined) {
    setQuery(text);
    setActive(0);
  }

  function take(option: Option | undefined) {
    search(undefined);
    if (option !== undefined) choose(option);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) search('');
      else if (options.length > 0) setActive((active + step + options.length) % options.length);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      take(options[active]);
    } else if (event.key === 'Escape' && open) {
      // Closes the list and not the modal around it.
      event.preventDefault();
      event.stopPropagation();
      search(undefined);
    }
  }

  return html`
    <input
      ...${naming}
      id=${input?.id}
      class="field"
      role="combobox"
      autocomplete="off"
      aria-autocomplete="list"
      aria-expanded=${open}
      aria-controls=${list}
      aria-activedescendant=${open && options.length > 0 ? `${list}-${active}` : undefined}
      placeholder=${open ? chosen || 'Type to search' : asText(asJson(element.placeholder).text)}
      value=${query ?? chosen}
      data-focus-on-load=${element.focus_on_load === true ? '' : undefined}
      onClick=${() => open || search('')}
      onInput=${(event: { currentTarget: HTMLInputElement }) => search(event.currentTarget.value)}
      onFocus=${draft.onFocus}
      onBlur=${() => {
        search(undefined);
        draft.onBlur();
      }}
      onKeyDown=${onKeyDown}
    />
    ${open && html`<${ExternalOptions} id=${list} found=${found} active=${active} choose=${take} />`}
  `;
}
