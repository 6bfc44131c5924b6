import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons.ts';
import { asJson, asText, jsonList } from '../json.ts';
import type { ElementProps } from './element.types.ts';

type MenuItem = { readonly label: string; readonly detail?: string; readonly choose: () => void };

type Props = {
  label: string;
  items: readonly MenuItem[];
  children?: unknown;
  /** Opens above its button. */
  upwards?: boolean;
};

/** A button that opens a menu: arrow keys move, Escape closes. */
export function Menu({ label, items, children, upwards = false }: Props): VNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  function close() {
    setOpen(false);
    opener.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!open) return;
    const all = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.findIndex((one) => one.matches(':focus'));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) all.at((at + step) % all.length)?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    // Escape closes the menu and not the modal around it.
    event.preventDefault();
    event.stopPropagation();
  }

  return html`<div class="menu" ref=${root} onKeyDown=${onKeyDown}>
    <button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      aria-haspopup="menu"
      aria-expanded=${open}
      ref=${opener}
      onClick=${() => setOpen(!open)}
    >
      ${children}
    </button>
    ${
      open &&
      html`<ul class=${`popup menu-list${upwards ? ' upwards' : ''}`} role="menu" aria-label=${label}>
        ${items.map(
          (item) => html`<li key=${item.label} role="none">
            <button
              type="button"
              role="menuitem"
              onClick=${() => {
                close();
                item.choose();
              }}
            >
              ${item.label} ${item.detail && html`<span class="quiet">${item.detail}</span>`}
            </button>
          </li>`,
        )}
      </ul>`
    }
  </div>`;
}

export function Overflow({ element, put }: ElementProps): VNode {
  const items = jsonList(element.options).map((one) => ({
    label: asText(asJson(one.text).text),
    detail: asText(asJson(one.description).text),
    choose: () => void put(asText(one.value)),
  }));
  return html`<${Menu} label="More options" items=${items}><${Icon} name="dots" /><//>`;
}
