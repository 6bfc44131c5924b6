import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Menu } from '../elements/menu.ts';
import { Icon } from '../icons.ts';
import type { PageMessage, Shortcut } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

function useShortcuts(type: Shortcut['type'], run: (callbackId: string) => void) {
  return useSandbox()
    .state.shortcuts.filter((one) => one.type === type)
    .map((one) => ({ label: one.name, detail: one.description, choose: () => run(one.callbackId) }));
}

/** The bot's global shortcuts, next to the composer. */
export function ShortcutMenu(): VNode | null {
  const { run } = useSandbox();
  const items = useShortcuts('global', (callbackId) => void run('shortcut', { callbackId }));
  if (items.length === 0) return null;
  return html`<${Menu} label="Shortcuts" items=${items} upwards><${Icon} name="bolt" /><//>`;
}

type MessageMenuProps = { message: PageMessage; answer: (() => void) | undefined };

/** The actions on a message: reply, and the bot's message shortcuts. */
export function MessageMenu({ message, answer }: MessageMenuProps): VNode | null {
  const { run } = useSandbox();
  const place = { channel: message.channel, ts: message.ts };
  const shortcuts = useShortcuts(
    'message',
    (callbackId) => void run('messageShortcut', { callbackId, message: place }),
  );
  const items = [...(answer === undefined ? [] : [{ label: 'Reply in thread', choose: answer }]), ...shortcuts];
  if (items.length === 0) return null;
  return html`<div class="message-menu">
    <${Menu} label="More actions" items=${items}><${Icon} name="dots" /><//>
  </div>`;
}
