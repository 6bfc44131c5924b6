import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Menu } from '../elements/menu.ts';
import { Icon } from '../icons.ts';
import type { EmulatedMachine } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

/** A computer, and what its owner or an admin can do with it behind the bot's back. */
export function Computer({ machine }: { machine: EmulatedMachine }): VNode {
  const { run } = useSandbox();
  const { id, name, is_online: online, is_guest_access: guests } = machine;
  const items = [
    { label: online ? 'Turn off' : 'Turn on', choose: () => void run('machine', { id, online: !online }) },
    {
      label: guests ? 'Close to guests' : 'Open to guests',
      choose: () => void run('machine', { id, guests: !guests }),
    },
  ];
  return html`<li class="machine">
    <span class=${`dot${online ? ' dot-on' : ''}`}></span>
    <span class="ellipsis">${name}</span>
    <span class="quiet">${online ? 'online' : 'offline'}${guests ? '' : ', no guests'}</span>
    <${Menu} label=${`Change ${name}`} items=${items}><${Icon} name="dots" /><//>
  </li>`;
}
