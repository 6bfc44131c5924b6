import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../frame/avatar.ts';
import { useSandbox } from '../sandbox-context.ts';
import { AboutTab } from './about-tab.ts';
import { HomeTab } from './home-tab.ts';
import { MessagesTab } from './messages-tab.ts';
import { type Tab, tabsOf } from './tabs.ts';

type TabProps = { tab: Tab; choose: (tab: Tab) => void };
/** `inert`: under a modal. */
type Props = TabProps & { inert: boolean };

/** What Slack shows under an app's name: its Home, the messages with it, and what it is. */
export function BotPage({ tab, inert, choose }: Props): VNode {
  const { state } = useSandbox();
  const bot = state.people.find((one) => one.id === state.botUserId);
  const opening = useOpenTab(tab);
  return html`<main class="conversation bot-page" aria-label=${state.app.name} inert=${inert}>
    <header class="bot-head">
      <h2>${bot && html`<${Avatar} person=${bot} size="small" />`} ${state.app.name}</h2>
      <${TabList} tab=${tab} choose=${choose} />
    </header>
    <div class="bot-tab" id="bot-tab" role="tabpanel" aria-labelledby=${`tab-${tab}`}>
      ${tab === 'home' && html`<${HomeTab} opening=${opening} />`}
      ${tab === 'messages' && html`<${MessagesTab} />`}
      ${tab === 'about' && html`<${AboutTab} />`}
    </div>
  </main>`;
}

/** Arrow keys move between the tabs, as in every list of tabs. */
function TabList({ tab, choose }: TabProps): VNode {
  const tabs = tabsOf(useSandbox().state.app);
  const list = useRef<HTMLDivElement>(null);
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // From the tab that has the focus: the next one may not be open yet.
    const at = tabs.findIndex((one) => `tab-${one.tab}` === document.activeElement?.id);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    choose(next.tab);
    list.current?.querySelector<HTMLElement>(`#tab-${next.tab}`)?.focus();
  }
  return html`<div class="tabs" role="tablist" aria-label="Tabs" ref=${list} onKeyDown=${onKeyDown}>
    ${tabs.map(
      (one) => html`<button
        key=${one.tab}
        type="button"
        class="tab"
        role="tab"
        id=${`tab-${one.tab}`}
        aria-controls="bot-tab"
        aria-selected=${one.tab === tab}
        tabindex=${one.tab === tab ? 0 : -1}
        onClick=${() => choose(one.tab)}
      >
        ${one.label}
      </button>`,
    )}
  </div>`;
}

/** Tells the app that a tab was opened, as Slack does at every opening. Answers whether it still waits for the app. */
function useOpenTab(tab: Tab): boolean {
  const { run } = useSandbox();
  const [opening, setOpening] = useState(true);
  useEffect(() => {
    if (tab === 'about') return;
    let left = false;
    setOpening(true);
    void run('openTab', { tab }).then(() => {
      if (!left) setOpening(false);
    });
    return () => {
      left = true;
    };
  }, [tab, run]);
  return opening;
}
