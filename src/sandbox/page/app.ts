import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { BotPage } from './bot/bot-page.ts';
import { tabOf } from './bot/tabs.ts';
import { Conversation } from './conversation/conversation.ts';
import { ThreadPane } from './conversation/thread-pane.ts';
import { Violations } from './conversation/violations.ts';
import { APP_TABS, Sidebar } from './frame/sidebar.ts';
import { Toast } from './frame/toast.ts';
import { TopBar } from './frame/top-bar.ts';
import { ModalLayer } from './modal/modal-layer.ts';
import type { PageChannel, PageMessage, PageState } from './page-state.types.ts';
import { SandboxContext } from './sandbox-context.ts';
import { send } from './send-action.ts';
import { SystemPanel } from './systems/system-panel.ts';
import { useAddress } from './use-address.ts';
import { useLiveState } from './use-live-state.ts';

const RESTARTED = 'The sandbox was restarted. Everything starts over.';

export function App(): VNode {
  const [address, goTo] = useAddress();
  const [drawer, setDrawer] = useState<'people' | 'systems' | undefined>();
  const [toast, setToast] = useState<string>();
  const { state, connection } = useLiveState(address.person, () => setToast(RESTARTED));
  const as = state?.you;
  const run = useCallback(
    async (action: string, body: object = {}) => {
      const outcome = await send(action, { as, ...body });
      if (outcome.kind === 'refused') setToast(`The sandbox refused the action: ${outcome.why}`);
      if (outcome.kind === 'unreachable') setToast('The sandbox doesn’t answer. Check that it is still running.');
      return outcome;
    },
    [as],
  );
  const you = state?.people.find((one) => one.id === state.you);
  useTitle(state, you?.realName);
  if (state === undefined || you === undefined) return html`<${Waiting} lost=${connection === 'lost'} />`;
  const tab = tabOf(state, address.channel);
  const own = state.channels.filter((one) => one.kind !== 'im');
  const channel = tab === undefined ? (own.find((one) => one.id === address.channel) ?? own[0]) : undefined;
  const leave = () => setDrawer(undefined);
  const here = tab ?? channel?.id;
  const openThread = ({ channel: place, ts }: { channel: string; ts: string }) => {
    goTo({ person: you.id, channel: here ?? place, thread: ts });
  };
  // What the studio does on its last day is done by its people, whose forms must not be typed into meanwhile.
  const isPlaying = state.tasks === undefined;
  const views = isPlaying ? [] : state.views;
  const covered = isPlaying || views.length > 0;
  const thread = threadOf(state, address.thread, channel);
  return html`<${SandboxContext.Provider} value=${{ state, you, run, openThread }}>
    <div class="app" data-drawer=${drawer} data-thread=${thread === undefined ? undefined : ''} data-modal=${views.length > 0 ? '' : undefined}>
      <${TopBar} openDrawer=${setDrawer} />
      <div class="banners">
        ${connection === 'lost' && html`<${Banner} />`}
        <${Violations} />
        ${isPlaying && html`<${Preparing} />`}
      </div>
      <${Sidebar}
        inert=${covered}
        channel=${tab === undefined ? channel?.id : APP_TABS}
        choosePerson=${(person: string) => goTo({ person, channel: address.channel, thread: address.thread })}
        chooseChannel=${(id: string) => {
          goTo({ person: you.id, channel: id });
          leave();
        }}
      />
      ${
        tab === undefined
          ? html`<${Conversation} key=${`${you.id}/${channel?.id}`} channel=${channel} inert=${covered} />`
          : html`<${BotPage} key=${you.id} inert=${covered} tab=${tab} choose=${(next: string) => goTo({ person: you.id, channel: next })} />`
      }
      ${
        thread !== undefined &&
        html`<${ThreadPane}
          key=${`${you.id}/${thread.root.ts}`}
          channel=${thread.channel}
          root=${thread.root}
          inert=${covered}
          close=${() => goTo({ person: you.id, channel: here })}
        />`
      }
      <${SystemPanel} />
      ${drawer && html`<button type="button" class="scrim" aria-label="Close panel" onClick=${leave}></button>`}
    </div>
    <${ModalLayer} views=${views} />
    <${Toast} text=${toast} forget=${() => setToast(undefined)} />
  <//>`;
}

type Thread = { readonly channel: PageChannel; readonly root: PageMessage };

/** The thread that is open, if its first message is in the channel on screen (or in the direct message with the app). */
function threadOf(state: PageState, ts: string | undefined, channel: PageChannel | undefined): Thread | undefined {
  const place = channel ?? state.channels.find((one) => one.kind === 'im');
  const root = place?.messages.find((one) => one.ts === ts);
  return place === undefined || root === undefined ? undefined : { channel: place, root };
}

function Waiting({ lost }: { lost: boolean }): VNode {
  return html`<main class="waiting" aria-busy=${!lost}>
    ${lost ? html`<${Banner} />` : html`<p role="status"><span class="spinner"></span> Opening the workspace…</p>`}
  </main>`;
}

/** Shown while the connection to the sandbox is lost, when the page may be out of date. */
function Banner(): VNode {
  return html`<div class="banner" role="alert"><span class="spinner"></span> Connection lost. Retrying…</div>`;
}

/** Shown until the studio's last day has been played. */
function Preparing(): VNode {
  return html`<div class="banner banner-calm" role="status">
    <span class="spinner"></span> Playing the studio’s last day, so that there is something to see…
  </div>`;
}

function useTitle(state: PageState | undefined, name: string | undefined): void {
  useEffect(() => {
    document.title = state === undefined ? 'Guestlist sandbox' : `${name} · Guestlist sandbox`;
  }, [state === undefined, name]);
}
