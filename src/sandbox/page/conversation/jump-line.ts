import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { personName, useSandbox } from '../sandbox-context.ts';
import type { Unseen } from './use-unseen.ts';

/** Announces what happened out of sight, with the way there. */
export function JumpLine({ unseen, jump }: { unseen: Unseen | undefined; jump: () => void }): VNode {
  const { state } = useSandbox();
  return html`<div class="jump-place" role="status">
    ${
      unseen !== undefined &&
      html`<p class="jump">
        <span>${wordsFor(unseen, personName(state, unseen.message.user))}</span>
        <button type="button" class="link-button" onClick=${jump}>Jump to it</button>
      </p>`
    }
  </div>`;
}

function wordsFor({ message, what, where }: Unseen, who: string): string {
  if (what === 'edited') return `${who} changed a message ${where}`;
  return message.ephemeralFor === undefined
    ? `New message from ${who} ${where}`
    : `New answer ${where}, only visible to you`;
}
