import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useSandbox } from '../sandbox-context.ts';
import { Invites } from './invites.ts';
import { Mails } from './mails.ts';

/** What Parsec holds for guests: the other side of what `/guest` says. */
export function GuestAccess(): VNode {
  const { invites, mails, machines } = useSandbox().state.parsec;
  return html`<h3>Guest invites</h3>
    <${Invites} invites=${invites} />
    <${Mails} title="Mails to guests" mails=${mails} />
    <h3>Computers</h3>
    <ul class="systems-list" aria-label="Computers">
      ${machines.map(
        (one) => html`<li class="machine" key=${one.id}>
          <span class=${`dot${one.is_online ? ' dot-on' : ''}`}></span>
          <span class="ellipsis">${one.name}</span>
          <span class="quiet">${one.is_online ? 'online' : 'offline'}${one.is_guest_access ? '' : ', no guests'}</span>
        </li>`,
      )}
    </ul>`;
}
