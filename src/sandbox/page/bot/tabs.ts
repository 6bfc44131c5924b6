import type { AppProfile, PageState } from '../page-state.types.ts';

export type Tab = 'home' | 'messages' | 'about';

const labels = { home: 'Home', messages: 'Messages', about: 'About' } satisfies Record<Tab, string>;

/** The tabs the manifest turns on, in Slack's order. About is always there. */
export function tabsOf(app: AppProfile): readonly { readonly tab: Tab; readonly label: string }[] {
  const on: Record<Tab, boolean> = { home: app.homeTab, messages: app.messagesTab, about: true };
  return (['home', 'messages', 'about'] as const).filter((tab) => on[tab]).map((tab) => ({ tab, label: labels[tab] }));
}

/** The tab Slack opens when a person chooses the app. */
export function firstTab(app: AppProfile): Tab {
  return tabsOf(app)[0]?.tab ?? 'about';
}

/** The tab that a place in the address names: a tab, or the direct message with the app. Undefined for a channel. */
export function tabOf(state: PageState, place: string | undefined): Tab | undefined {
  const isDirect = state.channels.some((one) => one.id === place && one.kind === 'im');
  const named = isDirect ? 'messages' : place;
  const isTab = named === 'home' || named === 'messages' || named === 'about';
  if (!isTab) return undefined;
  return tabsOf(state.app).some(({ tab }) => tab === named) ? named : firstTab(state.app);
}
