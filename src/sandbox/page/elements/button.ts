import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { asJson, asText } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import type { ElementProps } from './element.types.ts';

/** Shows a press until the bot acknowledges it, and ignores a second one until then. */
export function ButtonElement({ element, put }: ElementProps): VNode {
  const [waiting, setWaiting] = useState(false);
  async function press() {
    if (waiting) return;
    setWaiting(true);
    await put(undefined);
    setWaiting(false);
  }
  const look = { primary: ' button-primary', danger: ' button-danger' }[asText(element.style)] ?? '';
  const words = html`<${Text} of=${asJson(element.text)} />`;
  const name = asText(element.accessibility_label) || undefined;
  const url = asText(element.url);
  if (/^https?:/i.test(url)) {
    return html`<a class=${`button${look}`} href=${url} target="_blank" rel="noopener noreferrer" aria-label=${name} onClick=${press}>${words}</a>`;
  }
  return html`<button type="button" class=${`button${look}`} aria-label=${name} aria-busy=${waiting} onClick=${press}>${words}</button>`;
}
