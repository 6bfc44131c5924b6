import type { Json, Message } from '../slack-server.types.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { repliesTo } from './add-message.ts';

/** A message as Slack sends it to the bot, with metadata on request. */
export function describeMessage(workspace: Workspace, message: Message, withMetadata = false): Json {
  const ours = message.user === workspace.botUserId;
  const replies = message.threadTs === undefined ? repliesTo(workspace, message.channel, message.ts) : [];
  return {
    type: 'message',
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: workspace.teamId,
    ...(ours ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments === undefined || message.attachments.length === 0
      ? {}
      : { attachments: message.attachments }),
    ...(message.files.length > 0 ? { files: message.files } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(replies.length > 0
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((one) => one.user))],
          latest_reply: replies.at(-1)?.ts,
        }
      : {}),
    ...(message.edits > 0 ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}
