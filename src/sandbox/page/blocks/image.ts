import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { asJson, asText, type Json } from '../json.ts';

/** An image block or element. Only files of this workspace are shown: the page reaches no other machine. */
export function BlockImage({ image, small = false }: { image: Json; small?: boolean }): VNode {
  const alt = asText(image.alt_text);
  const file = asText(asJson(image.slack_file).id);
  if (file === '') return html`<span class="image-elsewhere" title=${asText(image.image_url)}>${alt}</span>`;
  return html`<img class=${small ? 'image-small' : 'image-large'} src=${`/images/${file}`} alt=${alt} />`;
}
