import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { PageChannel, PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { dayName, writtenAt } from '../times.ts';
import { JumpLine } from './jump-line.ts';
import { RootMessage } from './root-message.ts';
import { useReading } from './use-reading.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { useUnseen } from './use-unseen.ts';

/** All messages of a channel by day, with the way into each thread below its first message. */
export function MessageList({ channel }: { channel: PageChannel }): VNode {
  const { state, you } = useSandbox();
  const list = useRef<HTMLDivElement>(null);
  const known = new Set(channel.messages.map((one) => one.ts));
  // A reply whose parent is not visible is shown on its own.
  const isReply = (one: PageMessage) =>
    one.threadTs !== undefined && one.threadTs !== one.ts && known.has(one.threadTs);
  const roots = channel.messages.filter((one) => !isReply(one) || one.broadcast);
  useStickToEnd(list);
  useReading(channel.id, undefined, roots);
  const unseen = useUnseen(list, channel.messages);
  const firstCommand = state.commands[0]?.command;
  return html`<div class="messages-place">
    <div class="messages" role="log" aria-label="Messages" ref=${list} tabindex="0" onScroll=${unseen.look}>
    ${
      roots.length === 0 &&
      html`<p class="empty">
        No messages yet.
        ${firstCommand !== undefined && html`<span>Try <code>${`${firstCommand} invite`}</code></span>`}
      </p>`
    }
    ${roots.map((one, index) => {
      const day = dayName(writtenAt(one.ts), you.tz);
      const before = roots[index - 1];
      const newDay = before === undefined || dayName(writtenAt(before.ts), you.tz) !== day;
      const replies = channel.messages.filter((reply) => isReply(reply) && reply.threadTs === one.ts);
      return html`
        ${newDay && html`<h3 class="day" key=${`day-${one.ts}`}><span>${day}</span></h3>`}
        <${RootMessage} key=${one.ts} message=${one} replies=${replies} broadcast=${isReply(one)} />
      `;
    })}
    </div>
    <${JumpLine} unseen=${unseen.latest} jump=${unseen.jump} />
  </div>`;
}
