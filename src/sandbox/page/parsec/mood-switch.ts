import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ParsecMood } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

const moods = [
  ['fine', 'Works', 'As it should.'],
  ['down', 'Down', 'Every request is answered with 503.'],
  ['slow', 'Slow', 'Every answer takes five seconds.'],
  ['cut', 'Cut off', 'The work is done, but the answer is lost.'],
] as const satisfies readonly (readonly [ParsecMood, string, string])[];

/** Makes Parsec fail in the ways it can. */
export function MoodSwitch(): VNode {
  const { state, run } = useSandbox();
  const now = state.parsec.mood;
  return html`<fieldset class="moods">
    <legend>Parsec</legend>
    ${moods.map(
      ([mood, label, about]) => html`<label class="mood" title=${about}>
        <input type="radio" name="parsec-mood" checked=${mood === now} onChange=${() => run('parsecMood', { mood })} />
        <span>${label}</span>
      </label>`,
    )}
    <p class="quiet">${moods.find(([mood]) => mood === now)?.[2]}</p>
  </fieldset>`;
}
