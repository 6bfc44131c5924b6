import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { channelTitle } from '../frame/sidebar.ts';
import { Icon } from '../icons.ts';
import type { PageChannel } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { Composer } from './composer.ts';
import { MessageList } from './message-list.ts';
import { SlackbotNotes } from './slackbot-notes.ts';

type Props = { channel: PageChannel | undefined; inert: boolean };

/** One channel: its name, its messages, and the composer. `inert`: under a modal. */
export function Conversation({ channel, inert }: Props): VNode {
  const { state, you } = useSandbox();
  if (channel === undefined) {
    return html`<main class="conversation"><p class="empty">${you.realName} isn’t in any channel. Choose another person on the left.</p></main>`;
  }
  const title = channelTitle(state, channel);
  const people = channel.members.filter((id) => id !== state.botUserId).length;
  return html`<main class="conversation" aria-label=${title} inert=${inert}>
    <header class="conversation-head">
      <h2><${Icon} name=${channel.kind === 'private' ? 'lock' : channel.kind === 'im' ? 'person' : 'hash'} /> ${title}</h2>
      <span class="quiet">${channel.archived ? 'archived' : `${people} ${people === 1 ? 'person' : 'people'}`}</span>
    </header>
    <${MessageList} channel=${channel} />
    <${SlackbotNotes} channel=${channel.id} />
    <${Composer} channel=${channel} title=${title} />
  </main>`;
}
