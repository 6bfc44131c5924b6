import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../icons.ts';
import type { PageChannel } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { CommandList, matchingCommands, usageOf } from './command-list.ts';
import { ShortcutMenu } from './shortcut-menus.ts';

/** Unsent drafts by person and channel, kept when a person switches channels. */
const drafts = new Map<string, string>();

/** The box for messages and slash commands. Text that could not be sent stays. */
export function Composer({ channel, title }: { channel: PageChannel; title: string }): VNode {
  const { state, you, run } = useSandbox();
  const key = `${you.id}/${channel.id}`;
  const [text, setText] = useState(drafts.get(key) ?? '');
  const [chosen, setChosen] = useState(-1);
  const offered = matchingCommands(state.commands, text);
  const usage = usageOf(state.commands, text);

  function write(next: string) {
    setText(next);
    drafts.set(key, next);
    setChosen(-1);
  }

  async function post() {
    const sent = text.trim();
    if (sent === '') return;
    write('');
    const action = sent.startsWith('/') ? 'command' : 'say';
    const outcome = await run(action, { channel: channel.id, text: sent });
    if (outcome.kind !== 'done' && (drafts.get(key) ?? '') === '') write(sent);
  }

  function onKeyDown(event: KeyboardEvent) {
    const complete = offered[Math.max(chosen, 0)];
    if (complete !== undefined && (event.key === 'Tab' || (event.key === 'Enter' && chosen >= 0))) {
      event.preventDefault();
      write(`${complete.command} `);
    } else if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length) + offered.length) % offered.length);
    } else if (event.key === 'Escape') {
      setChosen(-1);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void post();
    }
  }

  const label = `Message ${channel.kind === 'im' ? '' : '#'}${title}`;
  return html`<div class="composer">
    <${CommandList} commands=${offered} chosen=${chosen} choose=${(command: string) => write(`${command} `)} />
    <div class="composer-box">
      <${ShortcutMenu} />
      <textarea
        rows="1"
        aria-label=${label}
        placeholder=${channel.archived ? 'This channel is archived' : label}
        disabled=${channel.archived}
        autocomplete="off"
        aria-controls="commands"
        aria-activedescendant=${chosen >= 0 ? `command-${chosen}` : undefined}
        value=${text}
        onInput=${(event: { currentTarget: HTMLTextAreaElement }) => write(event.currentTarget.value)}
        onKeyDown=${onKeyDown}
      ></textarea>
      <button type="button" class="icon-button send" aria-label="Send" disabled=${text.trim() === ''} onClick=${post}>
        <${Icon} name="send" />
      </button>
    </div>
    <p class="composer-hint quiet" aria-live="polite">${usage ?? html`Type <kbd>/</kbd> for commands`}</p>
  </div>`;
}
