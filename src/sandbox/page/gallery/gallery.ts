import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageState } from '../page-state.types.ts';
import { SandboxContext } from '../sandbox-context.ts';
import { useLiveState } from '../use-live-state.ts';
import { Exhibit, type Shown } from './exhibit.ts';

type Loaded = { readonly now: number; readonly views: readonly Shown[] };

/** Every view and card of the bot by state, light and dark, for reading words and looks. Nothing here reaches the bot. */
export function Gallery(): VNode {
  const { state } = useLiveState(undefined, () => {});
  const [loaded, failed] = useViews();
  const [query, setQuery] = useState('');
  if (failed)
    return html`<main class="waiting"><p role="alert">The gallery is drawn in a checkout of Guestlist only.</p></main>`;
  const you = state?.people.find((one) => one.id === state.you);
  if (loaded === undefined || state === undefined || you === undefined) {
    return html`<main class="waiting"><p role="status"><span class="spinner"></span> Drawing every view…</p></main>`;
  }
  const still: PageState = { ...state, now: loaded.now };
  const run = async () => ({ kind: 'done', result: undefined }) as const;
  const found = loaded.views.filter((one) => `${one.kind}/${one.name}`.includes(query.trim().toLowerCase()));
  return html`<${SandboxContext.Provider} value=${{ state: still, you, run, openThread: () => {} }}>
    <main class="gallery">
      <header class="gallery-head">
        <h1>Gallery</h1>
        <input
          class="field"
          type="search"
          aria-label="Find views"
          placeholder="Find, like modals/cancel"
          value=${query}
          onInput=${(event: { currentTarget: HTMLInputElement }) => setQuery(event.currentTarget.value)}
        />
        <span class="quiet">${found.length} of ${loaded.views.length}</span>
        <a href="/">Sandbox</a>
      </header>
      ${found.map((one) => html`<${Exhibit} key=${`${one.kind}/${one.name}`} shown=${one} />`)}
    </main>
  <//>`;
}

function useViews(): readonly [Loaded | undefined, boolean] {
  const [loaded, setLoaded] = useState<Loaded>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    fetch('/api/gallery')
      .then(async (response) => (response.ok ? setLoaded(await response.json()) : setFailed(true)))
      .catch(() => setFailed(true));
  }, []);
  return [loaded, failed];
}
