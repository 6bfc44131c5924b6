import { describeMessage } from '../messages/describe-message.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json, Message, Person } from '../slack-server.types.ts';
import { teamOf, type Workspace } from '../workspace/workspace.ts';

/** What every interactive payload says about who and where. */
export function interaction(workspace: Workspace, person: Person): Json {
  return {
    team: { id: workspace.teamId, domain: workspace.teamDomain },
    user: { id: person.id, username: person.name, name: person.name, team_id: teamOf(workspace, person) },
    api_app_id: workspace.appId,
    token: workspace.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** How Slack names a channel in payloads. */
export function channelName(channel: Channel): string {
  return channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;
}

/** What a payload says about a message in it. An ephemeral one has no text and no blocks there, as at Slack. */
export function messageContext(parts: Parts, message: Message, channel: Channel, responseUrl: string): Json {
  const ephemeral = message.ephemeralFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    ...(ephemeral ? {} : { message: describeMessage(parts.workspace, message, true) }),
    response_url: responseUrl,
  };
}

/** Slack's action_ts: the clock's time, to the microsecond. */
export function actionTs(workspace: Workspace): string {
  return workspace.newTs('action');
}
