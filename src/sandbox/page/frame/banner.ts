import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** Over everything while the sandbox does not answer; what is shown below may be out of date. */
export function Banner(): VNode {
  return html`<div class="banner" role="alert"><span class="spinner"></span> Connection lost, retrying…</div>`;
}
