import { completeBlocks } from '../blocks/complete.ts';
import { jsonList } from '../json.ts';
import type { Json, Message } from '../slack-server.types.ts';
import { newBlockId } from '../workspace/ids.ts';
import { added, type Workspace } from '../workspace/workspace.ts';

/** Adds a message that was checked before. */
export function addMessage(
  workspace: Workspace,
  given: Pick<Message, 'channel' | 'user' | 'text'> &
    Partial<Pick<Message, 'metadata' | 'threadTs' | 'broadcast' | 'ephemeralFor' | 'files'>> & {
      readonly blocks?: unknown;
      readonly attachments?: unknown;
    },
): Message {
  return added(workspace, workspace.messages, {
    channel: given.channel,
    ts: workspace.newTs(given.channel),
    user: given.user,
    threadTs: given.threadTs,
    broadcast: given.broadcast ?? false,
    ephemeralFor: given.ephemeralFor,
    text: given.text,
    blocks: completeBlocks(given.blocks, newBlockId),
    ...(Array.isArray(given.attachments) ? { attachments: jsonList(given.attachments) } : {}),
    metadata: given.metadata,
    files: given.files ?? [],
    edits: 0,
  });
}

/** Edits the given parts of a message; `undefined` keeps a part. */
export function editMessage(
  workspace: Workspace,
  message: Message,
  to: { readonly text: string | undefined; readonly blocks: unknown; readonly metadata: Json | undefined },
): void {
  if (to.text !== undefined) message.text = to.text;
  if (to.blocks !== undefined) message.blocks = completeBlocks(to.blocks, newBlockId);
  if (to.metadata !== undefined) message.metadata = Object.keys(to.metadata).length === 0 ? undefined : to.metadata;
  message.edits += 1;
  workspace.changes.changed();
}

/** Deletes a message. One with replies leaves a tombstone, as at Slack [assumed: also over the API]. */
export function removeMessage(workspace: Workspace, message: Message): void {
  const index = workspace.messages.indexOf(message);
  const hasReplies = message.threadTs === undefined && repliesTo(workspace, message.channel, message.ts).length > 0;
  const tombstone = {
    user: 'USLACKBOT',
    text: 'This message was deleted.',
    blocks: [],
    attachments: [],
    metadata: undefined,
    files: [],
  };
  if (index >= 0) workspace.messages.splice(index, 1, ...(hasReplies ? [{ ...message, ...tombstone }] : []));
  workspace.changes.changed();
}

/** The ts of a message's thread, its own if it starts one. */
export function threadOf(message: Message): string {
  return message.threadTs ?? message.ts;
}

export function repliesTo(workspace: Workspace, channel: string, threadTs: string): readonly Message[] {
  return workspace.messages.filter(
    (one) => one.channel === channel && one.threadTs === threadTs && one.ephemeralFor === undefined,
  );
}
