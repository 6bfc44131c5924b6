import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../icons.ts';

const SHOWN_MS = 8000;

/** Shows at the bottom of the page that an action failed, or that the sandbox was restarted. */
export function Toast({ text, forget }: { text: string | undefined; forget: () => void }): VNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (text === undefined) return place.current?.hidePopover();
    // Showing the popover again puts it above a modal that was opened in the meantime.
    place.current?.showPopover();
    const timer = setTimeout(forget, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<div class="toast-place" role="status" popover="manual" ref=${place}>
    ${
      text !== undefined &&
      html`<div class="toast">
        <span>${text}</span>
        <button type="button" class="icon-button" aria-label="Dismiss" onClick=${forget}><${Icon} name="close" /></button>
      </div>`
    }
  </div>`;
}
