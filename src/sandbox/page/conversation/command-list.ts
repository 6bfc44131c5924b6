import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SlashCommand } from '../page-state.types.ts';

/** Commands that begin with what is written, until the first space. */
export function matchingCommands(commands: readonly SlashCommand[], text: string): readonly SlashCommand[] {
  return /^\/\S*$/.test(text) ? commands.filter((one) => one.command.startsWith(text)) : [];
}

/** How the written command is used, once it is complete. */
export function usageOf(commands: readonly SlashCommand[], text: string): string | undefined {
  const written = commands.find((one) => text.startsWith(`${one.command} `));
  return written && [written.command, written.usageHint].join(' ').trim();
}

type Props = { commands: readonly SlashCommand[]; chosen: number; choose: (command: string) => void };

export function CommandList({ commands, chosen, choose }: Props): VNode | null {
  if (commands.length === 0) return null;
  return html`<ul class="popup command-list" id="commands" role="listbox" aria-label="Commands">
    ${commands.map(
      (one, index) => html`<li
        key=${one.command}
        id=${`command-${index}`}
        role="option"
        aria-selected=${index === chosen}
        onMouseDown=${(event: Event) => {
          // Before the composer loses the focus.
          event.preventDefault();
          choose(one.command);
        }}
      >
        <strong>${one.command}</strong> <span class="command-usage">${one.usageHint}</span>
        <span class="quiet">${one.description}</span>
      </li>`,
    )}
  </ul>`;
}
