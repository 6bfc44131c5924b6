import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Menu } from '../elements/menu.ts';
import { Icon } from '../icons.ts';
import { useSandbox } from '../sandbox-context.ts';

/** The bot's global shortcuts, behind the lightning beside the composer. */
export function ShortcutMenu(): VNode | null {
  const { state, run } = useSandbox();
  const items = state.shortcuts
    .filter((one) => one.type === 'global')
    .map((one) => ({
      label: one.name,
      detail: one.description,
      choose: () => void run('shortcut', { callbackId: one.callbackId }),
    }));
  if (items.length === 0) return null;
  return html`<${Menu} label="Shortcuts" items=${items} upwards><${Icon} name="bolt" /><//>`;
}
