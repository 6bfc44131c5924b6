import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { asJson } from '../json.ts';
import type { PageExchange } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { clockTime } from '../times.ts';

/** The latest requests between the bot and everything around it, newest first. Each opens to its payloads. */
export function Wire(): VNode {
  const { exchanges, app } = useSandbox().state;
  const [only, setOnly] = useState('');
  const parties = [...new Set(exchanges.map((one) => one.with))].toSorted();
  const shown = exchanges.filter((one) => only === '' || one.with === only).toReversed();
  return html`<p class="wire-head">
      <select
        class="field"
        aria-label="With"
        value=${only}
        onChange=${(event: { currentTarget: HTMLSelectElement }) => setOnly(event.currentTarget.value)}
      >
        <option value="">All systems</option>
        ${parties.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}
      </select>
    </p>
    ${
      shown.length === 0
        ? html`<p class="quiet">No requests yet.</p>`
        : html`<ul class="systems-list" aria-label="Requests">
            ${shown.map((one) => html`<${Entry} key=${one.id} exchange=${one} bot=${app.name} />`)}
          </ul>`
    }`;
}

function Entry({ exchange, bot }: { exchange: PageExchange; bot: string }): VNode {
  const { you } = useSandbox();
  const [open, setOpen] = useState(false);
  const { at, ms, method, path, status, failed, from } = exchange;
  const ways = from === 'bot' ? `${bot} to ${exchange.with}` : `${exchange.with} to ${bot}`;
  return html`<li class="exchange">
    <button type="button" class="exchange-head" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      <span class="exchange-what"><strong>${method}</strong> ${path}</span>
      <span class=${`exchange-status${failed ? ' exchange-failed' : ''}`}>${status}</span>
      <span class="quiet">${ways} · ${clockTime(at, you.tz)}${ms === undefined ? '' : ` · ${ms} ms`}</span>
    </button>
    ${open && html`<${Payloads} id=${exchange.id} status=${status} />`}
  </li>`;
}

function Payloads({ id, status }: { id: string; status: string }): VNode {
  const { run } = useSandbox();
  const [found, setFound] = useState<unknown>();
  useEffect(() => {
    let left = false;
    void run('exchange', { id }).then((outcome) => {
      if (!left && outcome.kind === 'done') setFound(outcome.result ?? 'gone');
    });
    return () => {
      left = true;
    };
  }, [id, status]);
  if (found === undefined) return html`<p role="status" class="quiet"><span class="spinner"></span> Loading…</p>`;
  if (found === 'gone') return html`<p class="quiet">It is no longer kept.</p>`;
  const { sent, answer } = asJson(found);
  return html`<h4>Sent</h4>
    <pre tabindex="0">${written(sent)}</pre>
    <h4>Answer</h4>
    <pre tabindex="0">${written(answer)}</pre>`;
}

function written(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'Nothing';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
