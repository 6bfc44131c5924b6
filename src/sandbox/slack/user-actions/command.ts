import { isJson } from '../json.ts';
import { postResponse } from '../messages/post-response.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json, Person } from '../slack-server.types.ts';
import { violationsIn } from '../workspace/violations.ts';
import { notify, recordViolation, teamOf, type Workspace } from '../workspace/workspace.ts';
import { channelName } from './payloads.ts';

/** Escapes `@name` and `#channel` in a command's text, as Slack does when the manifest says should_escape. */
function escapeMentions(workspace: Workspace, text: string): string {
  return text
    .replaceAll(/(^|[\s(])@([a-z0-9._-]+)/gi, (whole, before: string, name: string) => {
      const person = workspace.people.find((one) => one.name === name);
      return person === undefined ? whole : `${before}<@${person.id}|${person.name}>`;
    })
    .replaceAll(/(^|[\s(])#([a-z0-9_-]+)/gi, (whole, before: string, name: string) => {
      const channel = workspace.channels.find((one) => one.kind !== 'im' && one.name === name);
      return channel === undefined ? whole : `${before}<#${channel.id}|${channel.name}>`;
    });
}

/** A person sends `/command text` from a channel's composer. */
export async function command(parts: Parts, person: Person, channel: Channel, typed: string): Promise<'ok' | 'failed'> {
  const { workspace } = parts;
  const [, name = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
  const entry = workspace.manifest.commands.find((one) => one.command === name);
  const fail = (text: string) => {
    notify(workspace, person.id, channel.id, text);
    return 'failed' as const;
  };
  if (channel.archived) throw new Error('an archived channel has no composer');
  if (entry === undefined || !workspace.manifest.scopes.has('commands')) {
    return fail(
      `${name || typed} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
    );
  }
  const target = { channel: channel.id, person: person.id };
  const outcome = await parts.deliver('slash_commands', {
    token: workspace.verificationToken,
    team_id: teamOf(workspace, person),
    team_domain: workspace.teamDomain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command: name,
    text: entry.shouldEscape ? escapeMentions(workspace, rest) : rest,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: parts.responseUrls.issue('commands', target),
    trigger_id: parts.triggers.issue(target),
  });
  if (outcome.kind !== 'acked') {
    const error = outcome.kind === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
    return fail(`${name} failed with the error "${error}"`);
  }
  const answer = answerIn(outcome.ack);
  if (answer === undefined) return 'ok';
  const refused = postResponse(workspace, target, answer);
  if (refused !== undefined) recordViolation(workspace, `ack of ${name}`, violationsIn(refused));
  return refused === undefined ? 'ok' : fail(`${name} failed with the error "invalid_command_response"`);
}

/** The message in a command's ack, which may be plain text; undefined when it is empty. */
function answerIn(ack: unknown): Json | undefined {
  if (typeof ack === 'string') return ack === '' ? undefined : { text: ack };
  return isJson(ack) && Object.keys(ack).length > 0 ? ack : undefined;
}
