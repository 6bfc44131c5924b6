import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { MessageView } from './message.ts';

type RootProps = { message: PageMessage; replies: readonly PageMessage[]; broadcast: boolean };

/** A message of the channel, with its thread below. */
export function RootMessage({ message, replies, broadcast }: RootProps): VNode {
  const [answering, setAnswering] = useState(false);
  return html`<${MessageView} message=${message} broadcast=${broadcast} answer=${() => setAnswering(true)}>
    <${Thread} root=${message} replies=${replies} answering=${answering} done=${() => setAnswering(false)} />
  <//>`;
}

type ThreadProps = { root: PageMessage; replies: readonly PageMessage[]; answering: boolean; done: () => void };

/** The replies to a message, open until somebody closes it. */
function Thread({ root, replies, answering, done }: ThreadProps): VNode | null {
  const [open, setOpen] = useState(true);
  if (replies.length === 0 && !answering) return null;
  return html`<div class="thread">
    ${
      replies.length > 0 &&
      html`<button type="button" class="thread-toggle" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        ${replies.length === 1 ? '1 reply' : `${replies.length} replies`}
      </button>`
    }
    ${open && replies.map((one) => html`<${MessageView} key=${one.ts} message=${one} reply />`)}
    ${answering && html`<${ReplyBox} root=${root} done=${done} />`}
  </div>`;
}

function ReplyBox({ root, done }: { root: PageMessage; done: () => void }): VNode {
  const { run } = useSandbox();
  const [text, setText] = useState('');
  async function reply(event: Event) {
    event.preventDefault();
    if (text.trim() === '') return;
    const outcome = await run('say', { channel: root.channel, text, threadTs: root.ts });
    if (outcome.kind === 'done') done();
  }
  return html`<form class="reply-box" onSubmit=${reply}>
    <input
      class="field"
      aria-label="Reply in thread"
      placeholder="Reply…"
      value=${text}
      ref=${(element: HTMLInputElement | null) => text === '' && element?.focus()}
      onInput=${(event: { currentTarget: HTMLInputElement }) => setText(event.currentTarget.value)}
      onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && done()}
    />
    <button type="submit" class="button button-primary">Reply</button>
  </form>`;
}
