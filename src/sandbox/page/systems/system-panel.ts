import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageSystem } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { Credits } from './credits.ts';
import { FaultModeSwitch } from './fault-mode-switch.ts';
import { GuestAccess } from './guest-access.ts';
import { SlackAndBot } from './slack-and-bot.ts';
import { Team } from './team.ts';
import { Wire } from './wire.ts';

/** Parsec has two views; the one for guests comes first. */
const GUESTS = { value: 'guests', label: 'Parsec: guests', system: 'parsec' } as const;

const SLACK = { value: 'slack', label: 'Slack and the bot', system: undefined } as const;
const WIRE = { value: 'wire', label: 'Requests', system: undefined } as const;

const teamOf = ({ name, label }: PageSystem) => ({
  value: name,
  label: name === GUESTS.system ? `${label}: team` : label,
  system: name,
});

/** The state of the systems behind the bot. */
export function SystemPanel(): VNode {
  const { systems, parsec } = useSandbox().state;
  const [chosen, choose] = useState<string>(GUESTS.value);
  const guests = parsec === undefined ? [] : [GUESTS];
  const views = [...guests, ...systems.map(teamOf), SLACK, WIRE];
  const view = views.find(({ value }) => value === chosen) ?? views[0] ?? SLACK;
  const system = systems.find(({ name }) => name === view.system);
  return html`<aside class="systems" aria-label="Systems">
    <header class="systems-head">
      <select
        class="systems-choice"
        aria-label="System"
        value=${view.value}
        onChange=${(event: { currentTarget: HTMLSelectElement }) => choose(event.currentTarget.value)}
      >
        ${views.map(({ value, label }) => html`<option key=${value} value=${value}>${label}</option>`)}
      </select>
    </header>
    ${view === GUESTS && html`<${Credits} />`}
    ${system && html`<${FaultModeSwitch} key=${view.system} system=${system} />`}
    ${view === GUESTS && html`<${GuestAccess} />`}
    ${view === SLACK && html`<${SlackAndBot} />`}
    ${view === WIRE && html`<${Wire} />`}
    ${view !== GUESTS && system && html`<${Team} system=${system} />`}
  </aside>`;
}
