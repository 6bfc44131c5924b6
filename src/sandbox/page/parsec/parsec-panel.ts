import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useSandbox } from '../sandbox-context.ts';
import { Invites } from './invites.ts';
import { MoodSwitch } from './mood-switch.ts';

/** What Parsec holds: the other side of what the bot says. */
export function ParsecPanel(): VNode {
  const { state } = useSandbox();
  const { credits, invites, mails, machines } = state.parsec;
  return html`<aside class="parsec" aria-label="At Parsec">
    <header class="parsec-head">
      <h2>At Parsec</h2>
      <span class="credits">${credits} ${credits === 1 ? 'credit' : 'credits'}</span>
    </header>
    <${MoodSwitch} />
    <h3>Guest invites</h3>
    <${Invites} invites=${invites} />
    <h3>Mails to guests</h3>
    ${
      mails.length === 0
        ? html`<p class="quiet">None yet.</p>`
        : html`<ul class="parsec-list" aria-label="Mails">
            ${mails.toReversed().map((mail) => html`<li class="mail"><span class="ellipsis">${mail.to}</span> <span class="quiet">${mail.about}</span></li>`)}
          </ul>`
    }
    <h3>Computers</h3>
    <ul class="parsec-list" aria-label="Computers">
      ${machines.map(
        (one) => html`<li class="machine" key=${one.id}>
          <span class=${`dot${one.is_online ? ' dot-on' : ''}`}></span>
          <span class="ellipsis">${one.name}</span>
          <span class="quiet">${one.is_online ? 'online' : 'offline'}${one.is_guest_access ? '' : ', no guests'}</span>
        </li>`,
      )}
    </ul>
  </aside>`;
}
