import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
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
  // Undefined until the person moves in the list, or closes it.
  const [moved, setMoved] = useState<number | 'closed'>();
  const box = useRef<HTMLTextAreaElement>(null);
  // At the start, so that a person can type at once; on a touch screen that would open the keyboard.
  useEffect(() => {
    if (document.activeElement === document.body && matchMedia('(hover: hover)').matches) box.current?.focus();
  }, []);
  const offered = moved === 'closed' ? [] : matchingCommands(state.commands, text);
  const chosen = typeof moved === 'number' ? moved : 0;
  const usage = usageOf(state.commands, text);

  function write(next: string) {
    setText(next);
    drafts.set(key, next);
    setMoved(undefined);
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
    const suggested = offered[chosen];
    const step = { ArrowDown: 1, ArrowUp: offered.length - 1 }[event.key];
    // A command that is written in full is sent, unless the person has moved to another one.
    const takes =
      event.key === 'Tab' || (event.key === 'Enter' && (moved !== undefined || suggested?.command !== text));
    if (event.isComposing) return;
    if (suggested !== undefined && takes && !event.shiftKey) {
      event.preventDefault();
      write(`${suggested.command} `);
    } else if (suggested !== undefined && step !== undefined) {
      event.preventDefault();
      setMoved((chosen + step) % offered.length);
    } else if (event.key === 'Escape') {
      setMoved('closed');
    } else if (event.key === 'Enter' && !event.shiftKey) {
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
        ref=${box}
        aria-label=${label}
        placeholder=${channel.archived ? 'This channel is archived' : label}
        disabled=${channel.archived}
        autocomplete="off"
        aria-autocomplete="list"
        aria-controls=${offered.length > 0 ? 'commands' : undefined}
        aria-activedescendant=${offered.length > 0 ? `command-${chosen}` : undefined}
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
