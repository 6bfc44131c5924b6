import { describeMessage } from '../messages/describe-message.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Message, Person } from '../slack-server.types.ts';
import { tell } from '../workspace/workspace.ts';
import { connectionTrouble } from './act.ts';
import { actionTs, channelName, interaction } from './payloads.ts';

function assertOffered(parts: Parts, callbackId: string, type: 'global' | 'message'): void {
  const offered = parts.workspace.manifest.shortcuts.some((one) => one.callbackId === callbackId && one.type === type);
  if (!offered) throw new Error(`the manifest has no ${type} shortcut ${callbackId}`);
}

export async function globalShortcut(parts: Parts, person: Person, callbackId: string): Promise<'ok' | 'failed'> {
  assertOffered(parts, callbackId, 'global');
  const { workspace } = parts;
  const outcome = await parts.deliver('interactive', {
    type: 'shortcut',
    ...interaction(workspace, person),
    callback_id: callbackId,
    action_ts: actionTs(workspace),
    trigger_id: parts.triggers.issue({ person: person.id, channel: undefined, viewId: undefined }),
  });
  if (outcome.kind === 'acked') return 'ok';
  tell(workspace, person.id, '', connectionTrouble);
  return 'failed';
}

export async function messageShortcut(
  parts: Parts,
  person: Person,
  callbackId: string,
  place: { readonly message: Message; readonly channel: Channel },
): Promise<'ok' | 'failed'> {
  assertOffered(parts, callbackId, 'message');
  const { workspace } = parts;
  const { message, channel } = place;
  const outcome = await parts.deliver('interactive', {
    type: 'message_action',
    ...interaction(workspace, person),
    callback_id: callbackId,
    action_ts: actionTs(workspace),
    message_ts: message.ts,
    message: describeMessage(workspace, message, true),
    channel: { id: channel.id, name: channelName(channel) },
    response_url: parts.responseUrls.issue('app', {
      channel: channel.id,
      person: person.id,
      messageTs: message.ts,
      threadTs: message.threadTs,
    }),
    trigger_id: parts.triggers.issue({ person: person.id, channel: channel.id, viewId: undefined }),
  });
  if (outcome.kind === 'acked') return 'ok';
  tell(workspace, person.id, channel.id, connectionTrouble);
  return 'failed';
}
