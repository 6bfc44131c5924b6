import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useParsec, useSandbox } from '../sandbox-context.ts';

const MORE = 10;

/** What Parsec's guest invites are paid with, and a way to buy more. */
export function Credits(): VNode {
  const { run } = useSandbox();
  const { credits } = useParsec();
  return html`<p class="credits-line">
    <span class="credits">${credits} ${credits === 1 ? 'credit' : 'credits'}</span>
    <button type="button" class="small-button" onClick=${() => run('addCredits', { count: MORE })}>Add ${MORE} credits</button>
  </p>`;
}
