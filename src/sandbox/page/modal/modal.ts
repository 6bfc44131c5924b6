import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Blocks } from '../blocks/blocks.ts';
import type { Surface, Target } from '../blocks/surface.ts';
import type { Unsent } from '../elements/use-draft.ts';
import { Icon } from '../icons.ts';
import { asJson, asText } from '../json.ts';
import { Text } from '../mrkdwn/render.ts';
import type { OpenView } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

type Props = { open: OpenView; depth: number; close: (all?: boolean) => void };

/** One view with title, blocks and buttons. Typed values are sent before it is submitted. */
export function Modal({ open, depth, close }: Props): VNode {
  const { run } = useSandbox();
  const { view, id: viewId } = open;
  const unsent = useRef<Unsent>(new Set()).current;
  const [sending, setSending] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const busy = sending || open.busy;
  const surface: Surface = {
    kind: 'view',
    place: { viewId },
    act: (target: Target, value: unknown) => run('act', { place: { viewId }, target, value }),
    fill: (target: Target, value: unknown) => run('fill', { viewId, target, value }),
    values: open.values,
    errors: open.errors,
    unsent,
  };
  useFocusOnError(body, open.errors);

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    setSending(true);
    const known = await Promise.all([...unsent].map((flush) => flush()));
    if (!known.includes(false)) await run('submit', { viewId });
    setSending(false);
  }

  return html`<form class="modal-form" novalidate onSubmit=${submit} aria-busy=${busy}>
    <header class="modal-head">
      <h2 id="modal-title"><${Text} of=${asJson(view.title)} /></h2>
      <button type="button" class="icon-button" aria-label="Close all" onClick=${() => close(true)}><${Icon} name="close" /></button>
    </header>
    <div class="modal-body" ref=${body}>
      <${Blocks} blocks=${view.blocks} surface=${surface} />
    </div>
    ${open.failure !== undefined && html`<p class="modal-failure" role="alert">${open.failure}</p>`}
    <footer class="modal-foot">
      <button type="button" class="button" onClick=${() => close()}>${asText(asJson(view.close).text) || (depth > 1 ? 'Back' : 'Close')}</button>
      ${
        view.submit !== undefined &&
        html`<button type="submit" class="button button-primary" disabled=${busy}>
          ${busy && html`<span class="spinner"></span>`} <${Text} of=${asJson(view.submit)} />
        </button>`
      }
    </footer>
  </form>`;
}

/** Focuses the first input with an error. */
function useFocusOnError(body: { current: HTMLElement | null }, errors: OpenView['errors']): void {
  const wrong = JSON.stringify(errors);
  useEffect(() => {
    if (wrong === '{}') return;
    const first = body.current?.querySelector<HTMLElement>('.has-error :is(input, select, textarea)');
    first?.focus();
  }, [wrong]);
}
