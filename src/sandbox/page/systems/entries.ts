import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** A list of a system, or `none` when it is empty. */
export function Entries({ label, none, items }: { label: string; none: string; items: readonly VNode[] }): VNode {
  if (items.length === 0) return html`<p class="quiet">${none}</p>`;
  return html`<ul class="systems-list" aria-label=${label}>${items}</ul>`;
}
