import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { channelTitle } from '../frame/sidebar.ts';
import { Icon } from '../icons.ts';
import type { PageChannel, PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { JumpLine } from './jump-line.ts';
import { MessageView } from './message.ts';
import { ReplyBox } from './reply-box.ts';
import { countWords } from './root-message.ts';
import { useReading } from './use-reading.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { useUnseen } from './use-unseen.ts';

type Props = { channel: PageChannel; root: PageMessage; inert: boolean; close: () => void };

/** One thread beside its channel: the first message, the replies, and the box for another one. */
export function ThreadPane({ channel, root, inert, close }: Props): VNode {
  const { state } = useSandbox();
  const list = useRef<HTMLDivElement>(null);
  const replies = channel.messages.filter((one) => one.threadTs === root.ts && one.ts !== root.ts);
  const said = replies.filter((one) => one.ephemeralFor === undefined);
  useStickToEnd(list);
  useReading(channel.id, root.ts, replies);
  const unseen = useUnseen(list, replies);
  const title = channelTitle(state, channel);
  return html`<aside
    class="thread-pane"
    aria-label="Thread"
    inert=${inert}
    onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}
  >
    <header class="conversation-head">
      <h2>Thread</h2>
      <span class="quiet">${channel.kind === 'im' ? title : `#${title}`}</span>
      <button type="button" class="icon-button thread-close" aria-label="Close thread" onClick=${close}>
        <${Icon} name="close" />
      </button>
    </header>
    <div class="messages-place">
      <div class="messages" role="log" aria-label="Thread messages" tabindex="0" ref=${list} onScroll=${unseen.look}>
        <${MessageView} message=${root} />
        ${said.length > 0 && html`<h3 class="day reply-count"><span>${countWords(said.length)}</span></h3>`}
        ${replies.map((one) => html`<${MessageView} key=${one.ts} message=${one} reply />`)}
      </div>
      <${JumpLine} unseen=${unseen.latest} jump=${unseen.jump} />
    </div>
    <${ReplyBox} root=${root} archived=${channel.archived} />
  </aside>`;
}
