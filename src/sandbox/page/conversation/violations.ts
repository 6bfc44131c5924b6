import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../icons.ts';
import { useSandbox } from '../sandbox-context.ts';

const MOST_FAULTS = 5;

/** In red: what the bot sent against Slack's documents, until it is dismissed. In Slack, only the bot's log would show it. */
export function Violations(): VNode | null {
  const { violations, app } = useSandbox().state;
  const [read, setRead] = useState(0);
  const latest = violations.length > read ? violations.at(-1) : undefined;
  if (latest === undefined) return null;
  const { where, faults } = latest;
  const more = violations.length - read - 1;
  return html`<div class="violation" role="alert">
    <div>
      <p><strong>Slack refused what ${app.name} sent: ${where}</strong></p>
      <ul>
        ${faults.slice(0, MOST_FAULTS).map((fault) => html`<li key=${fault}>${fault}</li>`)}
      </ul>
      ${faults.length > MOST_FAULTS && html`<p>And ${faults.length - MOST_FAULTS} more.</p>`}
      ${more > 0 && html`<p>${more === 1 ? '1 earlier one' : `${more} earlier ones`} too.</p>`}
    </div>
    <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => setRead(violations.length)}>
      <${Icon} name="close" />
    </button>
  </div>`;
}
