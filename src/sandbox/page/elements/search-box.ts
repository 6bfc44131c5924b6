import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Option } from '../../slack/slack-server.types.ts';
import { asJson, asText } from '../json.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { ElementProps } from './element.types.ts';
import { ExternalOptions } from './external-options.ts';
import { fieldProps } from './field-props.ts';
import { type Groups, searchKnown } from './search-known.ts';
import type { Draft } from './use-draft.ts';
import { useSearch } from './use-search.ts';

type Props = ElementProps & {
  /** Shown while nobody searches. */
  chosen: string;
  choose: (option: Option) => void;
  draft: Pick<Draft<unknown>, 'onFocus' | 'onBlur'>;
  /** All options, where they are known; the bot is asked otherwise. */
  groups?: Groups;
};

/** A search field, and the options that are found. */
export function SearchBox(props: Props): VNode {
  const { element, surface, target, chosen, choose, draft, groups } = props;
  const { run } = useSandbox();
  // The search text; undefined while the field shows the chosen option.
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const open = query !== undefined;
  const min = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  const asked = useSearch(open && groups === undefined, query ?? '', min, (text) =>
    run('search', { place: surface.place, target, text }),
  );
  const found = groups === undefined ? asked : searchKnown(groups, query ?? '');
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
      ...${fieldProps(props, draft)}
      class=${groups === undefined ? 'field' : 'field field-select'}
      role="combobox"
      autocomplete="off"
      aria-autocomplete="list"
      aria-expanded=${open}
      aria-controls=${list}
      aria-activedescendant=${open && options.length > 0 ? `${list}-${active}` : undefined}
      placeholder=${open ? chosen || 'Type to search' : asText(asJson(element.placeholder).text)}
      value=${query ?? chosen}
      onClick=${() => open || search('')}
      onInput=${(event: { currentTarget: HTMLInputElement }) => search(event.currentTarget.value)}
      onBlur=${() => {
        search(undefined);
        draft.onBlur();
      }}
      onKeyDown=${onKeyDown}
    />
    ${open && html`<${ExternalOptions} id=${list} found=${found} active=${active} choose=${take} />`}
  `;
}
