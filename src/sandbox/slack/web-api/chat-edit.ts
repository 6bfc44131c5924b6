import { limits } from '../blocks/limits.ts';
import { asJson, asText } from '../json.ts';
import { editMessage, removeMessage } from '../messages/add-message.ts';
import { describeMessage } from '../messages/describe-message.ts';
import { contentRefusal, metadataRefusal, type Refusal, refuse } from '../messages/message-content.ts';
import type { Channel, Json, Message } from '../slack-server.types.ts';
import { messageOf, type Workspace } from '../workspace/workspace.ts';
import { isBotIn, type Method, visibleChannel } from './method.ts';

type Found = { readonly channel: Channel; readonly message: Message };

/** A message of the bot's own; ephemeral ones are nowhere to be found, as at Slack. `notOurs` is what Slack answers about others'. */
function ownMessage(workspace: Workspace, args: Json, tsName: string, notOurs: string): Found | Refusal {
  const channel = visibleChannel(workspace, args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  const message = messageOf(workspace, channel.id, asText(args[tsName]) ?? '');
  if (message === undefined) return refuse('message_not_found');
  return message.user === workspace.botUserId ? { channel, message } : refuse(notOurs);
}

const update: Method = {
  tier: 3,
  scopes: ['chat:write'],
  required: ['channel', 'ts'],
  run({ workspace }, args) {
    const found = ownMessage(workspace, args, 'ts', 'cant_update_message');
    if ('error' in found) return found;
    const { channel, message } = found;
    // The documents' name for a frozen, archived or deleted channel; chat.postMessage says is_archived.
    if (channel.archived) return refuse('is_inactive');
    const refused = contentRefusal(workspace, args, limits.updatedText) ?? metadataRefusal(args.metadata, true);
    if (refused !== undefined) return refused;
    const text = asText(args.text) ?? asText(args.markdown_text);
    editMessage(workspace, message, {
      text,
      // A text without blocks replaces the blocks, too: they would otherwise go on showing what was.
      blocks: args.blocks ?? (text === undefined ? undefined : []),
      metadata: args.metadata === undefined ? undefined : asJson(args.metadata),
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: describeMessage(workspace, message, true),
    };
  },
};

const remove: Method = {
  tier: 3,
  scopes: ['chat:write'],
  required: ['channel', 'ts'],
  run({ workspace }, args) {
    const found = ownMessage(workspace, args, 'ts', 'cant_delete_message');
    if ('error' in found) return found;
    removeMessage(workspace, found.message);
    return { ok: true, channel: found.channel.id, ts: found.message.ts };
  },
};

const getPermalink: Method = {
  tier: 5,
  required: ['channel', 'message_ts'],
  run({ workspace, base }, args) {
    const channel = visibleChannel(workspace, args.channel);
    if (channel === undefined) return refuse('channel_not_found');
    const message = messageOf(workspace, channel.id, asText(args.message_ts) ?? '');
    if (message === undefined) return refuse('message_not_found');
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return {
      ok: true,
      channel: channel.id,
      permalink: `${base()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
    };
  },
};

const addReaction: Method = {
  tier: 3,
  scopes: ['reactions:write'],
  required: ['channel', 'name', 'timestamp'],
  run({ workspace }, args) {
    const channel = visibleChannel(workspace, args.channel);
    if (channel === undefined) return refuse('channel_not_found');
    if (channel.archived) return refuse('is_archived');
    const ts = asText(args.timestamp) ?? '';
    if (messageOf(workspace, channel.id, ts) === undefined) return refuse('message_not_found');
    if (!isBotIn(workspace, channel)) return refuse('not_in_channel');
    const name = asText(args.name) ?? '';
    if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) return refuse('invalid_name');
    const key = `${channel.id} ${ts}`;
    const names = workspace.reactions.get(key) ?? new Set();
    if (names.has(name)) return refuse('already_reacted');
    workspace.reactions.set(key, names.add(name));
    workspace.changes.changed();
    return { ok: true };
  },
};

export const chatEditMethods: Readonly<Record<string, Method>> = {
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
  'reactions.add': addReaction,
};
