import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useSandbox } from '../sandbox-context.ts';

/** What the manifest says about the app. */
export function AboutTab(): VNode {
  const { app, commands, shortcuts } = useSandbox().state;
  return html`<div class="about">
    <p>${app.description}</p>
    ${app.longDescription !== '' && html`<p>${app.longDescription}</p>`}
    ${
      commands.length > 0 &&
      html`<h3>Commands</h3>
        <dl>
          ${commands.map(
            (
              one,
            ) => html`<dt key=${one.command}><code>${one.command}</code> <span class="quiet">${one.usageHint}</span></dt>
              <dd>${one.description}</dd>`,
          )}
        </dl>`
    }
    ${
      shortcuts.length > 0 &&
      html`<h3>Shortcuts</h3>
        <dl>
          ${shortcuts.map(
            (one) => html`<dt key=${one.callbackId}>
                ${one.name} <span class="quiet">${one.type === 'message' ? 'on a message' : 'anywhere'}</span>
              </dt>
              <dd>${one.description}</dd>`,
          )}
        </dl>`
    }
    <h3>Permissions</h3>
    <ul class="scopes">
      ${app.scopes.map((scope) => html`<li key=${scope}><code>${scope}</code></li>`)}
    </ul>
  </div>`;
}
