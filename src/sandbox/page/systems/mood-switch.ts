import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Mood, PageSystem } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

const moods = [
  ['fine', 'Works', 'As it should.'],
  ['down', 'Down', 'Every request is answered with 503.'],
  ['slow', 'Slow', 'Every answer takes five seconds.'],
  ['cut', 'Cut off', 'The work is done, but the answer is lost.'],
  ['late', 'Late', 'The answer is lost, and the work is done 40 seconds later.'],
  ['refused', 'Key off', 'The key is refused, as if somebody had disabled it.'],
] as const satisfies readonly (readonly [Mood, string, string])[];

/** Makes a system fail in the ways it can. */
export function MoodSwitch({ system }: { system: PageSystem }): VNode {
  const { run } = useSandbox();
  const now = system.mood;
  return html`<fieldset class="moods">
    <legend>${system.label} itself</legend>
    ${moods.map(
      ([mood, label, about]) => html`<label class="mood" title=${about}>
        <input
          type="radio"
          name="mood"
          checked=${mood === now}
          onChange=${() => run('mood', { system: system.name, mood })}
        />
        <span>${label}</span>
      </label>`,
    )}
    <p class="quiet">${moods.find(([mood]) => mood === now)?.[2]}</p>
  </fieldset>`;
}
