import { limits } from '../blocks/limits.ts';
import { asJson, asText } from '../json.ts';
import { editMessage, removeMessage } from '../messages/add-message.ts';
import { describeMessage } from '../messages/describe-message.ts';
import { contentRefusal, metadataRefusal, type Refusal, refuse } from '../messages/message-content.ts';
import type { Channel, Json, Message } from '../slack-server.types.ts';
import { messageOf, type Workspace } from '../workspace/workspace.ts';
import { isBotIn, type Method, visibleChannel } from './method.ts';

type Found = { readonly channel: Channel; readonly message: Message };

function findMessage(workspace: Workspace, args: Json, tsName: string): Found | Refusal {
  const channel = visibleChannel(workspace, args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  const message = messageOf(workspace, channel.id, asText(args[tsName]) ?? '');
  return message === undefined ? refuse('message_not_found') : { channel, message };
}

/** A message of the bot. Ephemeral ones are not found, as at Slack. `notOurs`: Slack's error for messages of others. */
function ownMessage(workspace: Workspace, args: Json, notOurs: string): Found | Refusal {
  const found = findMessage(workspace, args, 'ts');
  return 'error' in found || found.message.user === workspace.botUserId ? found : refuse(notOurs);
}

export const chatEditMethods: Readonly<Record<string, Method>> = {
  'chat.update': {
    tier: 3,
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    run({ workspace }, args) {
      const found = ownMessage(workspace, args, 'cant_update_message');
      if ('error' in found) return found;
      const { channel, message } = found;
      // The documented error for an archived channel; chat.postMessage has is_archived.
      if (channel.archived) return refuse('is_inactive');
      const refused = contentRefusal(workspace, args, limits.updatedText) ?? metadataRefusal(args.metadata, true);
      if (refused !== undefined) return refused;
      const text = asText(args.text) ?? asText(args.markdown_text);
      editMessage(workspace, message, {
        text,
        // A text without blocks also replaces the blocks.
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
  },
  'chat.delete': {
    tier: 3,
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    run({ workspace }, args) {
      const found = ownMessage(workspace, args, 'cant_delete_message');
      if ('error' in found) return found;
      removeMessage(workspace, found.message);
      return { ok: true, channel: found.channel.id, ts: found.message.ts };
    },
  },
  'chat.getPermalink': {
    tier: 5,
    required: ['channel', 'message_ts'],
    run({ workspace, base }, args) {
      const found = findMessage(workspace, args, 'message_ts');
      if ('error' in found) return found;
      const { channel, message } = found;
      const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
      return {
        ok: true,
        channel: channel.id,
        permalink: `${base()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
      };
    },
  },
  'reactions.add': {
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
  },
};
