import { describeMessage } from '../messages/describe-message.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json, Person } from '../slack-server.types.ts';
import { describeView } from '../views/describe-view.ts';
import { teamOf, type Workspace } from '../workspace/workspace.ts';
import type { Found } from './place.ts';

/** The common part of every interactive payload. */
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

/** A channel's name in payloads. */
export function channelName(channel: Channel): string {
  return channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name;
}

/** Where a person acted, for payloads. Ephemeral messages have no text and blocks there, as at Slack. */
export function placeContext({ workspace }: Parts, found: Found): Json {
  if (found.in === 'view') {
    return { container: { type: 'view', view_id: found.open.id }, view: describeView(workspace, found.open) };
  }
  const { message, channel } = found;
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
    ...(ephemeral ? {} : { message: describeMessage(workspace, message, true) }),
  };
}

/** Slack's action_ts: the clock's time, to the microsecond. */
export function actionTs(workspace: Workspace): string {
  return workspace.newTs('action');
}
