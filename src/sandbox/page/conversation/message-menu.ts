import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Menu } from '../elements/menu.ts';
import { Icon } from '../icons.ts';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

/** What can be done with a message: answer it, or hand it to one of the bot's message shortcuts. */
export function MessageMenu({
  message,
  answer,
}: {
  message: PageMessage;
  answer: (() => void) | undefined;
}): VNode | null {
  const { state, run } = useSandbox();
  const place = { channel: message.channel, ts: message.ts };
  const shortcuts = state.shortcuts
    .filter((one) => one.type === 'message')
    .map((one) => ({
      label: one.name,
      detail: one.description,
      choose: () => void run('messageShortcut', { callbackId: one.callbackId, message: place }),
    }));
  const items = [...(answer === undefined ? [] : [{ label: 'Reply in thread', choose: answer }]), ...shortcuts];
  if (items.length === 0) return null;
  return html`<div class="message-menu">
    <${Menu} label="More actions" items=${items}><${Icon} name="dots" /><//>
  </div>`;
}
