import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageSystem } from '../page-state.types.ts';
import { Entries } from './entries.ts';

/** The emails of a system, newest first. */
export function Mails({ title, mails }: { title: string; mails: PageSystem['mails'] }): VNode {
  const items = mails
    .toReversed()
    .map(
      ({ to, about }) =>
        html`<li class="mail"><span class="ellipsis">${to}</span> <span class="quiet">${about}</span></li>`,
    );
  return html`<h3>${title}</h3>
    <${Entries} label="Emails" none="None yet." items=${items} />`;
}
