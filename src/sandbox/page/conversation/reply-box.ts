import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons.ts';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

/** The composer of a thread. Slack takes no commands there, and says so. */
export function ReplyBox({ root, archived }: { root: PageMessage; archived: boolean }): VNode {
  const { run } = useSandbox();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string>();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);

  async function reply() {
    const sent = text.trim();
    if (sent === '') return;
    const [command] = /^\/\S+/.exec(sent) ?? [];
    if (command !== undefined) return setRefused(`${command} is not supported in threads. Sorry!`);
    setText('');
    const outcome = await run('say', { channel: root.channel, text: sent, threadTs: root.ts });
    if (outcome.kind !== 'done') setText((now) => (now === '' ? sent : now));
  }

  return html`<div class="composer">
    <div class="composer-box">
      <textarea
        rows="1"
        ref=${box}
        aria-label="Reply in thread"
        placeholder=${archived ? 'This channel is archived' : 'Reply…'}
        disabled=${archived}
        value=${text}
        onInput=${(event: { currentTarget: HTMLTextAreaElement }) => {
          setText(event.currentTarget.value);
          setRefused(undefined);
        }}
        onKeyDown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void reply();
        }}
      ></textarea>
      <button type="button" class="icon-button send" aria-label="Send reply" disabled=${text.trim() === ''} onClick=${reply}>
        <${Icon} name="send" />
      </button>
    </div>
    <p class="composer-hint quiet" role="status">${refused}</p>
  </div>`;
}
