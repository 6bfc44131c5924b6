import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { ElementView } from '../elements/element.ts';
import { asJson, asText, type Json, jsonList } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import { BlockImage } from './image.ts';
import type { Surface } from './surface.ts';

/** Text, fields in two columns, and one element next to them. */
export function Section({ block, surface }: { block: Json; surface: Surface }): VNode {
  const accessory = block.accessory === undefined ? undefined : asJson(block.accessory);
  const fields = jsonList(block.fields);
  return html`<div class="block-section">
    <div class="section-main">
      ${block.text !== undefined && html`<div class="section-text"><${Text} of=${asJson(block.text)} /></div>`}
      ${
        fields.length > 0 &&
        html`<div class="section-fields">${fields.map((one) => html`<div class="section-field"><${Text} of=${one} /></div>`)}</div>`
      }
    </div>
    ${
      accessory &&
      html`<div class="section-accessory">
        ${
          accessory.type === 'image'
            ? html`<${BlockImage} image=${accessory} small />`
            : html`<${ElementView}
          key=${asText(accessory.action_id)}
          element=${accessory}
          blockId=${asText(block.block_id)}
          surface=${surface}
          about=${asText(asJson(block.text).text)}
        />`
        }
      </div>`
    }
  </div>`;
}
