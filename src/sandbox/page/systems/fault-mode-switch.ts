import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { FaultMode, PageSystem } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

const faultModes = [
  ['fine', 'Normal', 'No faults.'],
  ['down', 'Down', 'Every request fails with status 503.'],
  ['slow', 'Slow', 'Every response takes five seconds.'],
  ['cut', 'Cut off', 'Changes are made, but the responses are lost.'],
  ['late', 'Late', 'Responses are lost, and changes are made 40 seconds later.'],
  ['refused', 'Key off', 'Every request is refused, as with a disabled key.'],
] as const satisfies readonly (readonly [FaultMode, string, string])[];

/** Chooses how a system fails. */
export function FaultModeSwitch({ system }: { system: PageSystem }): VNode {
  const { run } = useSandbox();
  const now = system.faultMode;
  return html`<fieldset class="fault-modes">
    <legend>${system.label} fault mode</legend>
    ${faultModes.map(
      ([faultMode, label, about]) => html`<label class="fault-mode" title=${about}>
        <input
          type="radio"
          name="fault-mode"
          checked=${faultMode === now}
          onChange=${() => run('faultMode', { system: system.name, faultMode })}
        />
        <span>${label}</span>
      </label>`,
    )}
    <p class="quiet">${faultModes.find(([faultMode]) => faultMode === now)?.[2]}</p>
  </fieldset>`;
}
