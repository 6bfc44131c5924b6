import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { asJson, type Json } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';

/** Asks before an element acts; Escape means no. */
export function ConfirmDialog({ confirm, answer }: { confirm: Json; answer: (yes: boolean) => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const yes = `button ${confirm.style === 'danger' ? 'button-danger' : 'button-primary'}`;
  return html`<dialog
    class="confirm"
    ref=${dialog}
    aria-labelledby="confirm-title"
    onCancel=${(event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      answer(false);
    }}
    onKeyDown=${(event: Event) => event.stopPropagation()}
  >
    <h2 id="confirm-title"><${Text} of=${asJson(confirm.title)} /></h2>
    <div class="confirm-text"><${Text} of=${asJson(confirm.text)} /></div>
    <div class="modal-foot">
      <button type="button" class="button" onClick=${() => answer(false)}><${Text} of=${asJson(confirm.deny)} /></button>
      <button type="button" class=${yes} onClick=${() => answer(true)}><${Text} of=${asJson(confirm.confirm)} /></button>
    </div>
  </dialog>`;
}
