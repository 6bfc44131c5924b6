import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { MessageView } from './message.ts';

type Props = { root: PageMessage; replies: readonly PageMessage[]; answering: boolean; done: () => void };

/** The replies to a message; open until somebody closes it, so that what happens in the sandbox is seen at once. */
export function Thread({ root, replies, answering, done }: Props): VNode | null {
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
