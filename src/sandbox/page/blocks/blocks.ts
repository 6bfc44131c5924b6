import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { ElementView } from '../elements/element.ts';
import { asJson, asText, type Json, jsonList } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import { BlockImage } from './image.ts';
import { InputBlock } from './input-block.ts';
import { Section } from './section.ts';
import type { Surface } from './surface.ts';

/** The blocks of a message or a view, in order. */
export function Blocks({ blocks, surface }: { blocks: unknown; surface: Surface }): VNode {
  return html`<div class="blocks">
    ${jsonList(blocks).map((block, index) => {
      const key = asText(block.block_id) || index;
      return html`<${BlockView} key=${key} block=${block} surface=${surface} />`;
    })}
  </div>`;
}

type Props = { block: Json; surface: Surface };

function BlockView({ block, surface }: Props): VNode {
  switch (block.type) {
    case 'header':
      return html`<h3 class="block-header"><${Text} of=${asJson(block.text)} /></h3>`;
    case 'divider':
      return html`<hr class="block-divider" />`;
    case 'section':
      return html`<${Section} block=${block} surface=${surface} />`;
    case 'context':
      return html`<div class="block-context">
        ${jsonList(block.elements).map((one) =>
          one.type === 'image' ? html`<${BlockImage} image=${one} small />` : html`<span><${Text} of=${one} /></span>`,
        )}
      </div>`;
    case 'image':
      return html`<figure class="block-image">
        ${block.title !== undefined && html`<figcaption><${Text} of=${asJson(block.title)} /></figcaption>`}
        <${BlockImage} image=${block} />
      </figure>`;
    case 'actions':
      return html`<${Actions} block=${block} surface=${surface} />`;
    case 'input':
      return html`<${InputBlock} block=${block} surface=${surface} />`;
    default:
      return html`<p class="unsupported">This page cannot show the block type “${asText(block.type)}”.</p>`;
  }
}

function Actions({ block, surface }: Props): VNode {
  return html`<div class="block-actions">
    ${jsonList(block.elements).map(
      (element) =>
        html`<${ElementView} key=${asText(element.action_id)} element=${element} blockId=${asText(block.block_id)} surface=${surface} />`,
    )}
  </div>`;
}
