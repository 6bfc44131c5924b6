import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageSystem } from '../page-state.types.ts';

/** What a system sent by mail, newest first. */
export function Mails({ title, mails }: { title: string; mails: PageSystem['mails'] }): VNode {
  return html`<h3>${title}</h3>
    ${
      mails.length === 0
        ? html`<p class="quiet">None yet.</p>`
        : html`<ul class="systems-list" aria-label="Mails">
            ${mails
              .toReversed()
              .map(
                ({ to, about }) =>
                  html`<li class="mail"><span class="ellipsis">${to}</span> <span class="quiet">${about}</span></li>`,
              )}
          </ul>`
    }`;
}
