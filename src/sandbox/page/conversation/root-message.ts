import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Avatar } from '../frame/avatar.ts';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { dayAndTime, writtenAt } from '../times.ts';
import { MessageView } from './message.ts';

type RootProps = { message: PageMessage; replies: readonly PageMessage[]; broadcast: boolean };

/** A message of the channel, with the way into its thread below. */
export function RootMessage({ message, replies, broadcast }: RootProps): VNode {
  const { openThread } = useSandbox();
  const thread = { channel: message.channel, ts: message.threadTs ?? message.ts };
  return html`<${MessageView} message=${message} broadcast=${broadcast} answer=${() => openThread(thread)}>
    ${replies.length > 0 && html`<${ThreadLine} replies=${replies} open=${() => openThread(thread)} />`}
  <//>`;
}

const MOST_FACES = 4;

/** Who replied, how often, and when last. */
function ThreadLine({ replies, open }: { replies: readonly PageMessage[]; open: () => void }): VNode {
  const { state, you } = useSandbox();
  const faces = [...new Set(replies.map((one) => one.user))]
    .map((id) => state.people.find((one) => one.id === id))
    .filter((one) => one !== undefined)
    .slice(0, MOST_FACES);
  const last = replies.at(-1)?.ts ?? '';
  return html`<button type="button" class="thread-line" onClick=${open}>
    ${faces.map((one) => html`<${Avatar} key=${one.id} person=${one} size="small" />`)}
    <strong>${countWords(replies.length)}</strong>
    <span class="quiet">Last reply ${dayAndTime(writtenAt(last), you.tz)}</span>
  </button>`;
}

/** `1 reply`, `2 replies`. */
export function countWords(count: number): string {
  return count === 1 ? '1 reply' : `${count} replies`;
}
