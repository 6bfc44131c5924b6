import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Conversation } from './conversation/conversation.ts';
import { Banner } from './frame/banner.ts';
import { Sidebar } from './frame/sidebar.ts';
import { Toast } from './frame/toast.ts';
import { TopBar } from './frame/top-bar.ts';
import { send } from './gestures.ts';
import { ModalLayer } from './modal/modal-layer.ts';
import type { PageState } from './page-state.types.ts';
import { SandboxContext } from './sandbox-context.ts';
import { SystemPanel } from './systems/system-panel.ts';
import { useAddress } from './use-address.ts';
import { useLiveState } from './use-live-state.ts';

const refusals = {
  refused: (why: string) => `That did not work: ${why}`,
  unreachable: 'The sandbox does not answer. Is it still running?',
};

export function App(): VNode {
  const [address, goTo] = useAddress();
  const { state, connection } = useLiveState(address.person);
  const [drawer, setDrawer] = useState<'people' | 'systems' | undefined>();
  const [toast, setToast] = useState<string>();
  const as = state?.you;
  const run = useCallback(
    async (gesture: string, body: object = {}) => {
      const outcome = await send(gesture, { as, ...body });
      if (outcome.kind === 'refused') setToast(refusals.refused(outcome.why));
      if (outcome.kind === 'unreachable') setToast(refusals.unreachable);
      return outcome;
    },
    [as],
  );
  const you = state?.people.find((one) => one.id === state.you);
  useTitle(state, you?.realName);
  if (state === undefined || you === undefined) return html`<${Waiting} lost=${connection === 'lost'} />`;
  const channel = state.channels.find((one) => one.id === address.channel) ?? state.channels[0];
  const leave = () => setDrawer(undefined);
  return html`<${SandboxContext.Provider} value=${{ state, you, run }}>
    <div class="app" data-drawer=${drawer}>
      <${TopBar} openDrawer=${setDrawer} />
      ${connection === 'lost' && html`<${Banner} />`}
      <${Sidebar}
        channel=${channel?.id}
        choosePerson=${(person: string) => goTo({ person, channel: address.channel })}
        chooseChannel=${(id: string) => {
          goTo({ person: you.id, channel: id });
          leave();
        }}
      />
      <${Conversation} key=${`${you.id}/${channel?.id}`} channel=${channel} />
      <${SystemPanel} />
      ${drawer && html`<button type="button" class="scrim" aria-label="Close the drawer" onClick=${leave}></button>`}
    </div>
    <${ModalLayer} views=${state.views} />
    <${Toast} text=${toast} forget=${() => setToast(undefined)} />
  <//>`;
}

function Waiting({ lost }: { lost: boolean }): VNode {
  return html`<main class="waiting" aria-busy=${!lost}>
    ${lost ? html`<${Banner} />` : html`<p role="status"><span class="spinner"></span> Opening the workspace…</p>`}
  </main>`;
}

function useTitle(state: PageState | undefined, name: string | undefined): void {
  useEffect(() => {
    document.title = state === undefined ? 'Guestlist sandbox' : `${name} · Guestlist sandbox`;
  }, [state === undefined, name]);
}
