import { asText, wordOf } from '../json.ts';
import { repliesTo, threadOf } from '../messages/add-message.ts';
import { describeMessage } from '../messages/describe-message.ts';
import { type Refusal, refuse } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json, Message } from '../slack-server.types.ts';
import { isTimestamp } from '../workspace/timestamps.ts';
import { messageOf, type Workspace } from '../workspace/workspace.ts';
import { type Answer, isBotIn, isTrue, type Method, page, readableChannel } from './method.ts';

const PAGES = { standard: 100, max: 999 };

function readable(workspace: Workspace, id: unknown): Channel | Refusal {
  const channel = readableChannel(workspace, id, 'history');
  return 'error' in channel || isBotIn(workspace, channel) ? channel : refuse('not_in_channel');
}

/** A timestamp in microseconds; it may have fewer than six decimals. */
function micros(ts: string): bigint {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6) || '0');
}

function between(args: Json): ((message: Message) => boolean) | Refusal {
  const oldest = args.oldest === undefined ? '0' : wordOf(args.oldest);
  const latest = args.latest === undefined ? '9999999999.999999' : wordOf(args.latest);
  if (!/^\d+(\.\d+)?$/.test(oldest)) return refuse('invalid_ts_oldest');
  if (!/^\d+(\.\d+)?$/.test(latest)) return refuse('invalid_ts_latest');
  // The ends count only with inclusive.
  const inclusive = isTrue(args.inclusive);
  const [from, to] = [micros(oldest), micros(latest)];
  return ({ ts }) => {
    const at = micros(ts);
    return inclusive ? at >= from && at <= to : at > from && at < to;
  };
}

function answerPage({ workspace }: Parts, messages: readonly Message[], args: Json): Answer {
  const found = page(messages, args, PAGES);
  if ('error' in found) return found;
  return {
    ok: true,
    messages: found.items.map((one) => describeMessage(workspace, one, isTrue(args.include_all_metadata))),
    has_more: found.nextCursor !== '',
    ...(found.nextCursor === '' ? {} : { response_metadata: { next_cursor: found.nextCursor } }),
  };
}

export const historyMethods: Readonly<Record<string, Method>> = {
  'conversations.history': {
    tier: 3,
    required: ['channel'],
    run(parts, args) {
      const channel = readable(parts.workspace, args.channel);
      if ('error' in channel) return channel;
      const within = between(args);
      if (typeof within !== 'function') return within;
      const messages = parts.workspace.messages.filter(
        (one) =>
          one.channel === channel.id &&
          one.ephemeralFor === undefined &&
          (one.threadTs === undefined || one.broadcast) &&
          within(one),
      );
      return answerPage(parts, messages.toReversed(), args);
    },
  },
  'conversations.replies': {
    tier: 3,
    required: ['channel', 'ts'],
    run(parts, args) {
      const { workspace } = parts;
      const channel = readable(workspace, args.channel);
      if ('error' in channel) return channel;
      const ts = asText(args.ts) ?? '';
      const message = isTimestamp(ts) ? messageOf(workspace, channel.id, ts) : undefined;
      if (message === undefined) return refuse('thread_not_found');
      const within = between(args);
      if (typeof within !== 'function') return within;
      const root = messageOf(workspace, channel.id, threadOf(message));
      const found = repliesTo(workspace, channel.id, threadOf(message)).filter(within);
      return answerPage(parts, root === undefined ? found : [root, ...found], args);
    },
  },
};
