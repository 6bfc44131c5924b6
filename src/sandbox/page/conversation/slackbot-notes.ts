import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../icons.ts';
import { Mrkdwn } from '../mrkdwn/render.ts';
import { useSandbox } from '../sandbox-context.ts';

/** The latest note of Slack itself, such as a command without an answer, until it is dismissed. */
export function SlackbotNotes({ channel }: { channel: string }): VNode {
  const { state } = useSandbox();
  const notes = state.notes.filter((one) => one.channel === channel || one.channel === '');
  const [read, setRead] = useState(0);
  const latest = notes.length > read ? notes.at(-1) : undefined;
  return html`<div class="slackbot" role="status" aria-label="Slackbot">
    ${
      latest !== undefined &&
      html`<div class="slackbot-note">
        <p><strong>Slackbot</strong> <span class="quiet">Only visible to you</span><br /><${Mrkdwn} text=${latest.text} /></p>
        <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => setRead(notes.length)}>
          <${Icon} name="close" />
        </button>
      </div>`
    }
  </div>`;
}
