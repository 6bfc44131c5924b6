import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../page-state.types.ts';
import { MessageView } from './message.ts';
import { Thread } from './thread.ts';

type Props = { message: PageMessage; replies: readonly PageMessage[]; broadcast: boolean };

/** A message of the channel, and below it the thread that answers it. */
export function RootMessage({ message, replies, broadcast }: Props): VNode {
  const [answering, setAnswering] = useState(false);
  return html`<${MessageView} message=${message} broadcast=${broadcast} answer=${() => setAnswering(true)}>
    <${Thread} root=${message} replies=${replies} answering=${answering} done=${() => setAnswering(false)} />
  <//>`;
}
