import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { ElementView } from '../elements/element.ts';
import { asJson, asText, type Json } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import type { Surface } from './surface.ts';

/** Their label names the group: with "for", a click on it would check the first choice. */
const groups: ReadonlySet<string> = new Set(['checkboxes', 'radio_buttons']);

/** A labelled input with its hint and its error. */
export function InputBlock({ block, surface }: { block: Json; surface: Surface }): VNode {
  const blockId = asText(block.block_id);
  const element = asJson(block.element);
  const id = `input-${blockId}-${asText(element.action_id)}`;
  const error = surface.errors?.[blockId];
  const hint = block.hint === undefined ? undefined : asJson(block.hint);
  const describedBy = [error !== undefined && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return html`<div class=${`block-input${error === undefined ? '' : ' has-error'}`}>
    <div class="input-label">
      <label for=${groups.has(asText(element.type)) ? undefined : id} id=${`${id}-label`}>
        <${Text} of=${asJson(block.label)} />
      </label>
      ${block.optional === true && html`<span class="quiet">(optional)</span>`}
    </div>
    <${ElementView}
      key=${`${id} ${asText(element.type)}`}
      element=${element}
      blockId=${blockId}
      surface=${surface}
      input=${{ id, labelledBy: `${id}-label`, describedBy, invalid: error !== undefined, optional: block.optional === true, dispatches: block.dispatch_action === true }}
    />
    ${error !== undefined && html`<p class="input-error" id=${`${id}-error`} role="alert">${error}</p>`}
    ${hint && html`<p class="input-hint" id=${`${id}-hint`}><${Text} of=${hint} /></p>`}
  </div>`;
}
