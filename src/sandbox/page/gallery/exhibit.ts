import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Blocks } from '../blocks/blocks.ts';
import type { Surface } from '../blocks/surface.ts';
import type { Json } from '../json.ts';
import { Modal } from '../modal/modal.ts';
import { Mrkdwn } from '../mrkdwn/render.ts';
import type { OpenView } from '../page-state.types.ts';

/** A message or a modal of the gallery. */
export type Shown = { readonly kind: string; readonly name: string } & (
  | { readonly text: string; readonly blocks: readonly Json[] }
  | { readonly open: OpenView }
);

const themes = ['light', 'dark'] as const;

/** One view under its name, light and dark beside each other. */
export function Exhibit({ shown }: { shown: Shown }): VNode {
  const title = `${shown.kind}/${shown.name}`;
  return html`<section class="exhibit" aria-label=${title}>
    <h2><a href=${`#${title}`} id=${title}>${title}</a></h2>
    ${themes.map((theme) => html`<div key=${theme} class=${`theme theme-${theme}`}><${View} shown=${shown} /></div>`)}
  </section>`;
}

const nothing = async () => ({ kind: 'done', result: undefined }) as const;

function View({ shown }: { shown: Shown }): VNode {
  if ('open' in shown && shown.open.view.type === 'home') {
    const { id: viewId, view, values } = shown.open;
    const surface: Surface = { kind: 'view', place: { viewId }, act: nothing, fill: nothing, values };
    return html`<${Blocks} blocks=${view.blocks} surface=${surface} />`;
  }
  if ('open' in shown) {
    return html`<div class="exhibit-modal"><${Modal} open=${shown.open} depth=${1} close=${() => {}} /></div>`;
  }
  const { text, blocks } = shown;
  const surface: Surface = { kind: 'message', place: { channel: '', ts: '' }, act: nothing, values: {} };
  return blocks.length === 0
    ? html`<${Mrkdwn} text=${text} />`
    : html`<${Blocks} blocks=${blocks} surface=${surface} />`;
}
