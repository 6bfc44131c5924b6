import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { FaultMode, PageSystem, SlackFaultMode } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

const faultModes = [
  ['fine', 'Normal', 'No faults.'],
  ['down', 'Down', 'Every request fails with status 503.'],
  ['slow', 'Slow', 'Every response takes five seconds.'],
  ['busy', 'Busy', 'Every request is refused with status 429.'],
  ['cut', 'Cut off', 'Changes are made, but the responses are lost.'],
  ['late', 'Late', 'Responses are lost, and changes are made 40 seconds later.'],
  ['refused', 'Key off', 'Every request is refused, as with a disabled key.'],
] as const satisfies readonly (readonly [FaultMode, string, string])[];

const slackFaultModes = [
  ['fine', 'Normal', 'No faults.'],
  ['down', 'Down', 'Every call fails with status 503.'],
  ['slow', 'Slow', 'Every answer takes five seconds.'],
  ['busy', 'Busy', 'Every call is refused with status 429.'],
  ['cut', 'Cut off', 'Messages are posted and edited, but the answers are lost.'],
] as const satisfies readonly (readonly [SlackFaultMode, string, string])[];

/** Chooses how a system fails. */
export function FaultModeSwitch({ system }: { system: PageSystem }): VNode {
  const { run } = useSandbox();
  return html`<${Switch}
    name=${`${system.label} fault mode`}
    options=${faultModes}
    now=${system.faultMode}
    choose=${(faultMode: string) => run('faultMode', { system: system.name, faultMode })}
  />`;
}

/** Chooses how Slack fails the bot. */
export function SlackFaultModeSwitch(): VNode {
  const { state, run } = useSandbox();
  return html`<${Switch}
    name="Slack fault mode"
    options=${slackFaultModes}
    now=${state.slackFaultMode}
    choose=${(slackFaultMode: string) => run('slackFaultMode', { slackFaultMode })}
  />`;
}

type Props = {
  name: string;
  /** Value, label, and what it does. */
  options: readonly (readonly [string, string, string])[];
  now: string;
  choose: (value: string) => void;
};

/** A few options beside each other, one of them on. */
export function Switch({ name, options, now, choose }: Props): VNode {
  return html`<fieldset class="fault-modes">
    <legend>${name}</legend>
    ${options.map(
      ([value, label, about]) => html`<label class="fault-mode" key=${value} title=${about}>
        <input type="radio" name=${name} checked=${value === now} onChange=${() => choose(value)} />
        <span>${label}</span>
      </label>`,
    )}
    <p class="quiet">${options.find(([value]) => value === now)?.[2]}</p>
  </fieldset>`;
}
