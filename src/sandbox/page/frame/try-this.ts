import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Icon } from '../icons.ts';
import { useSandbox } from '../sandbox-context.ts';

/** A few small things to try, ticked off as they are done. */
export function TryThis(): VNode | null {
  const { tasks = [] } = useSandbox().state;
  if (tasks.length === 0) return null;
  const done = tasks.filter((one) => one.done).length;
  return html`<details class="try" open>
    <summary>Try this <span class="try-count">${done} of ${tasks.length}</span></summary>
    <ol aria-label="Try this">
      ${tasks.map(
        (task) => html`<li key=${task.title} class=${task.done ? 'try-done' : ''}>
          <${Icon} name=${task.done ? 'check' : 'circle'} />
          <span>
            <strong>${task.title}</strong> ${task.done ? html`<span class="unseen">done</span>` : ''}
            ${!task.done && html`<span class="try-how">${task.how}</span>`}
          </span>
        </li>`,
      )}
    </ol>
  </details>`;
}
