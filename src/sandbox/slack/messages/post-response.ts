import { asText, isJson } from '../json.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { Json, Message } from '../slack-server.types.ts';
import { channelOf, isShownTo, type Workspace } from '../workspace/workspace.ts';
import { addMessage, editMessage, removeMessage } from './add-message.ts';
import { contentRefusal, metadataRefusal, type Refusal, refuse } from './message-content.ts';

/** The message of a response_url, ephemeral or not. */
function original(workspace: Workspace, target: ResponseTarget): Message | undefined {
  return workspace.messages.find(
    (one) => one.channel === target.channel && one.ts === target.messageTs && isShownTo(target.person, one),
  );
}

/**
 * Applies a response to a response_url or in a command's ack: posts a message (ephemeral unless in_channel), or replaces or deletes the
 * original. Returns Slack's error, undefined on success.
 */
export function postResponse(workspace: Workspace, target: ResponseTarget, body: Json): Refusal | undefined {
  const first = original(workspace, target);
  if (body.delete_original === true) {
    if (first === undefined) return refuse('message_not_found');
    removeMessage(workspace, first);
    return undefined;
  }
  const refused = contentRefusal(workspace, body) ?? metadataRefusal(body.metadata);
  if (refused !== undefined) return refused;
  const text = asText(body.text) ?? '';
  const metadata = isJson(body.metadata) ? body.metadata : undefined;
  // A command has no original, so its replacement is a new message.
  if (body.replace_original === true && target.messageTs !== undefined) {
    if (first === undefined) return refuse('message_not_found');
    editMessage(workspace, first, { text, blocks: body.blocks ?? [], metadata });
    return undefined;
  }
  if (channelOf(workspace, target.channel)?.archived !== false) return refuse('is_archived');
  addMessage(workspace, {
    channel: target.channel,
    user: workspace.botUserId,
    text,
    blocks: body.blocks,
    metadata,
    threadTs: asText(body.thread_ts),
    ephemeralFor: body.response_type === 'in_channel' ? undefined : target.person,
  });
  return undefined;
}
