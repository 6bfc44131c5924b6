import { describeMessage } from '../messages/describe-message.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json, Message, Person } from '../slack-server.types.ts';
import { notify } from '../workspace/workspace.ts';
import { connectionTrouble } from './act.ts';
import { actionTs, channelName, interaction } from './payloads.ts';

function assertOffered(parts: Parts, callbackId: string, type: 'global' | 'message'): void {
  const offered = parts.workspace.manifest.shortcuts.some((one) => one.callbackId === callbackId && one.type === type);
  if (!offered) throw new Error(`the manifest has no ${type} shortcut ${callbackId}`);
}

/** Runs a shortcut, and shows Slack's warning when the bot does not answer in time. */
async function run(parts: Parts, person: Person, channel: string | undefined, payload: Json): Promise<'ok' | 'failed'> {
  const { workspace } = parts;
  const outcome = await parts.deliver('interactive', {
    ...payload,
    ...interaction(workspace, person),
    action_ts: actionTs(workspace),
    trigger_id: parts.triggers.issue({ person: person.id, channel }),
  });
  if (outcome.kind === 'acked') return 'ok';
  notify(workspace, person.id, channel ?? '', connectionTrouble);
  return 'failed';
}

export async function globalShortcut(parts: Parts, person: Person, callbackId: string): Promise<'ok' | 'failed'> {
  assertOffered(parts, callbackId, 'global');
  return run(parts, person, undefined, { type: 'shortcut', callback_id: callbackId });
}

export async function messageShortcut(
  parts: Parts,
  person: Person,
  callbackId: string,
  { message, channel }: { readonly message: Message; readonly channel: Channel },
): Promise<'ok' | 'failed'> {
  assertOffered(parts, callbackId, 'message');
  const target = { channel: channel.id, person: person.id, messageTs: message.ts };
  return run(parts, person, channel.id, {
    type: 'message_action',
    callback_id: callbackId,
    message_ts: message.ts,
    message: describeMessage(parts.workspace, message, true),
    channel: { id: channel.id, name: channelName(channel) },
    response_url: parts.responseUrls.issue('app', target),
  });
}
