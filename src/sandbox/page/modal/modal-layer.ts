import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { OpenView } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { Modal } from './modal.ts';

/**
 * The topmost modal of this person, over what Slack shows. The page makes that inert; clock and systems stay usable, since a modal that is
 * open while time passes or something changes is worth trying.
 */
export function ModalLayer({ views }: { views: readonly OpenView[] }): VNode {
  const top = views.at(-1);
  return top === undefined ? html`` : html`<${Layer} top=${top} depth=${views.length} />`;
}

function Layer({ top, depth }: { top: OpenView; depth: number }): VNode {
  const { run } = useSandbox();
  const dialog = useRef<HTMLDialogElement>(null);
  // After every render, since only the bot decides that a view is gone.
  useLayoutEffect(() => {
    if (dialog.current?.open === false) dialog.current.show();
  });
  useLayoutEffect(() => () => dialog.current?.close(), []);
  useLayoutEffect(() => focusFirst(dialog.current), [top.id]);
  // Pressed again before the page knows the result, it still closes once.
  const closing = useRef<string | undefined>(undefined);
  const close = async (all = false) => {
    if (closing.current === top.id) return;
    closing.current = top.id;
    const outcome = await run('close', { viewId: top.id, all });
    if (outcome.kind !== 'done') closing.current = undefined;
  };
  // An update takes the button that was pressed away, and the focus with it: then Escape reaches the document alone.
  useEffect(() => {
    const closeFromNowhere = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || document.activeElement !== document.body) return;
      if (document.querySelector('dialog:modal') === null) void close();
    };
    document.addEventListener('keydown', closeFromNowhere);
    return () => document.removeEventListener('keydown', closeFromNowhere);
  });
  return html`<div class="modal-place">
    <dialog
      class="modal"
      ref=${dialog}
      aria-labelledby="modal-title"
      onKeyDown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        void close();
      }}
    >
      <${Modal} key=${top.id} open=${top} depth=${depth} close=${close} />
    </dialog>
  </div>`;
}

/** Focuses where the bot asks, else the first input, else the first button. */
function focusFirst(dialog: HTMLDialogElement | null): void {
  const wishes = ['[data-focus-on-load]', '.modal-body :is(input, select, textarea)', '.modal-foot button'];
  const found = wishes.map((wish) => dialog?.querySelector<HTMLElement>(wish)).find(Boolean);
  found?.focus();
}
