import { asJson, asText, isJson, wordOf } from '../json.ts';
import { addMessage, threadOf } from '../messages/add-message.ts';
import { describeMessage } from '../messages/describe-message.ts';
import { contentRefusal, metadataRefusal, type Refusal, refuse } from '../messages/message-content.ts';
import type { Channel, Json } from '../slack-server.types.ts';
import { isTimestamp } from '../workspace/timestamps.ts';
import { channelOf, directMessageWith, messageOf, personOf, type Workspace } from '../workspace/workspace.ts';
import { isBotIn, isTrue, type Method } from './method.ts';

/** The channel of a message: an id, `#name`, or a person's id for the direct message with the bot. */
function addressee(workspace: Workspace, given: unknown): Channel | Refusal {
  const name = asText(given) ?? '';
  const person = personOf(workspace, name);
  if (person !== undefined) {
    if (person.kind === 'bot') return refuse('cannot_dm_bot');
    return directMessageWith(workspace, person.id);
  }
  const byName = name.startsWith('#')
    ? workspace.channels.find((one) => one.kind !== 'im' && `#${one.name}` === name)
    : undefined;
  return byName ?? channelOf(workspace, name) ?? refuse('channel_not_found');
}

/** Whether the bot may post there. `anyPublic`: chat:write.public opens every public channel, but only to chat.postMessage. */
export function placeRefusal(workspace: Workspace, channel: Channel, anyPublic: boolean): Refusal | undefined {
  if (!isBotIn(workspace, channel)) {
    if (channel.kind !== 'public') return refuse('channel_not_found');
    if (!anyPublic || !workspace.manifest.scopes.has('chat:write.public')) return refuse('not_in_channel');
  }
  if (channel.archived) return refuse('is_archived');
  if (channel.kind !== 'im') return undefined;
  if (!workspace.manifest.messagesTab) return refuse('messages_tab_disabled');
  const partner = personOf(workspace, workspace.directMessages.get(channel.id) ?? '');
  return partner?.kind === 'deactivated' ? refuse('is_inactive') : undefined;
}

/** The thread of a reply; the ts of a reply means the thread it is in. */
export function threadFor(workspace: Workspace, channel: Channel, given: unknown): string | undefined | Refusal {
  if (given === undefined || given === '') return undefined;
  const ts = wordOf(given);
  if (!isTimestamp(ts)) return refuse('invalid_thread_ts');
  const parent = messageOf(workspace, channel.id, ts);
  return parent === undefined ? refuse('thread_not_found') : threadOf(parent);
}

const contentOf = (args: Json) => ({
  text: asText(args.text) ?? asText(args.markdown_text) ?? '',
  blocks: args.blocks,
  attachments: args.attachments,
});

export const chatPostMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': {
    tier: 'post',
    scopes: ['chat:write'],
    required: ['channel'],
    run({ workspace }, args) {
      const channel = addressee(workspace, args.channel);
      if ('ok' in channel) return channel;
      const refused =
        placeRefusal(workspace, channel, true) ?? contentRefusal(workspace, args) ?? metadataRefusal(args.metadata);
      if (refused !== undefined) return refused;
      const threadTs = threadFor(workspace, channel, args.thread_ts);
      if (isJson(threadTs)) return threadTs;
      const message = addMessage(workspace, {
        ...contentOf(args),
        channel: channel.id,
        user: workspace.botUserId,
        metadata: args.metadata === undefined ? undefined : asJson(args.metadata),
        threadTs,
        broadcast: threadTs !== undefined && isTrue(args.reply_broadcast),
      });
      return { ok: true, channel: channel.id, ts: message.ts, message: describeMessage(workspace, message, true) };
    },
  },
  /** Bot and person must both be in the channel: https://docs.slack.dev/reference/methods/chat.postEphemeral */
  'chat.postEphemeral': {
    tier: 4,
    scopes: ['chat:write'],
    required: ['channel', 'user'],
    run({ workspace }, args) {
      const channel = addressee(workspace, args.channel);
      if ('ok' in channel) return channel;
      const refused = placeRefusal(workspace, channel, false) ?? contentRefusal(workspace, args);
      if (refused !== undefined) return refused;
      const person = personOf(workspace, asText(args.user) ?? '');
      if (person === undefined || person.kind === 'deactivated' || !channel.members.includes(person.id))
        return refuse('user_not_in_channel');
      const threadTs = threadFor(workspace, channel, args.thread_ts);
      if (isJson(threadTs)) return threadTs;
      const place = { channel: channel.id, user: workspace.botUserId, threadTs, ephemeralFor: person.id };
      return { ok: true, message_ts: addMessage(workspace, { ...contentOf(args), ...place }).ts };
    },
  },
};
