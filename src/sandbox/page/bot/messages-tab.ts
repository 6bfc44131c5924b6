import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Composer } from '../conversation/composer.ts';
import { MessageList } from '../conversation/message-list.ts';
import { SlackbotNotes } from '../conversation/slackbot-notes.ts';
import { useSandbox } from '../sandbox-context.ts';

/** The direct messages between this person and the app. The channel exists once the tab was opened. */
export function MessagesTab(): VNode {
  const { state } = useSandbox();
  const channel = state.channels.find((one) => one.kind === 'im' && one.members.includes(state.botUserId));
  if (channel === undefined) return html`<p class="empty" role="status"><span class="spinner"></span> Loading…</p>`;
  return html`
    <${MessageList} channel=${channel} />
    <${SlackbotNotes} channel=${channel.id} />
    ${
      state.app.readOnly
        ? html`<p class="read-only">Sending messages to this app has been turned off.</p>`
        : html`<${Composer} channel=${channel} title=${state.app.name} />`
    }
  `;
}
