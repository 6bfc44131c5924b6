import { completeBlocks } from '../blocks/complete.ts';
import { jsonList } from '../json.ts';
import type { Json, Message, SharedFile } from '../slack-server.types.ts';
import { newBlockId } from '../workspace/ids.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Puts a message into a channel. Whether it may be there has been checked before. */
export function addMessage(
  workspace: Workspace,
  given: {
    readonly channel: string;
    readonly user: string;
    readonly text: string;
    readonly blocks?: unknown;
    readonly attachments?: unknown;
    readonly metadata?: Json | undefined;
    readonly threadTs?: string | undefined;
    readonly broadcast?: boolean;
    readonly ephemeralFor?: string | undefined;
    readonly files?: readonly SharedFile[];
  },
): Message {
  const message: Message = {
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
  };
  workspace.messages.push(message);
  workspace.changes.changed();
  return message;
}

/** Changes what is given of a message; `undefined` leaves it as it is. */
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

/** Of a message with replies a tombstone stays, under which they stand, as at Slack [assumed: also over the API]. */
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

/** The ts of the thread a message is in: its own when it starts one. */
export function threadOf(message: Message): string {
  return message.threadTs ?? message.ts;
}

export function repliesTo(workspace: Workspace, channel: string, threadTs: string): readonly Message[] {
  return workspace.messages.filter(
    (one) => one.channel === channel && one.threadTs === threadTs && one.ephemeralFor === undefined,
  );
}
