import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Blocks } from '../blocks/blocks.ts';
import type { Surface, Target } from '../blocks/surface.ts';
import type { Unsent } from '../elements/use-draft.ts';
import type { OpenView } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

/** The home view the app published for this person, or why there is none. */
export function HomeTab({ opening }: { opening: boolean }): VNode {
  const { state, you } = useSandbox();
  const { home, app } = state;
  if (home !== undefined) return html`<${Published} key=${home.id} home=${home} />`;
  if (opening) return html`<p class="empty" role="status"><span class="spinner"></span> Loading…</p>`;
  return html`<p class="empty">
    ${app.name} hasn’t published a Home tab for ${you.realName}.
    ${!app.hearsHomeOpened && html`<span>Its manifest doesn’t subscribe to <code>app_home_opened</code>.</span>`}
  </p>`;
}

function Published({ home }: { home: OpenView }): VNode {
  const { run } = useSandbox();
  const { id: viewId } = home;
  const unsent = useRef<Unsent>(new Set()).current;
  const surface: Surface = {
    kind: 'view',
    place: { viewId },
    act: (target: Target, value: unknown) => run('act', { place: { viewId }, target, value }),
    fill: (target: Target, value: unknown) => run('fill', { viewId, target, value }),
    values: home.values,
    errors: home.errors,
    unsent,
  };
  return html`<div class="home">
    ${home.failure !== undefined && html`<p class="modal-failure" role="alert">${home.failure}</p>`}
    <${Blocks} blocks=${home.view.blocks} surface=${surface} />
  </div>`;
}
