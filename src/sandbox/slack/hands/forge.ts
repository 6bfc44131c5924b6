import type { Outcome } from '../delivery/delivery.ts';
import { asJson, asText } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Delivery, Json, Person } from '../slack-server.types.ts';
import { teamOf } from '../workspace/workspace.ts';
import { interaction } from './payloads.ts';

/**
 * Sends the bot what no app of Slack's would send: a payload that was delivered before, or one made up, in any person's name. Who it
 * comes from, its trigger and its response_url are this person's; all else is as given.
 */
export async function forge(parts: Parts, person: Person, type: Delivery['type'], given: Json): Promise<Outcome> {
  const { workspace } = parts;
  const channel = asText(given.channel_id) ?? asText(asJson(given.channel).id);
  const view = asText(asJson(given.view).id);
  const target = { channel: channel ?? '', person: person.id, messageTs: undefined, threadTs: undefined };
  const url = channel === undefined ? undefined : parts.responseUrls.issue('commands', target);
  const own = {
    ...(given.trigger_id === undefined
      ? {}
      : { trigger_id: parts.triggers.issue({ person: person.id, channel, viewId: view }) }),
    ...(given.response_url === undefined || url === undefined ? {} : { response_url: url }),
  };
  const who =
    type === 'slash_commands'
      ? { user_id: person.id, user_name: person.name, team_id: teamOf(workspace, person) }
      : interaction(workspace, person);
  return parts.deliver(type, { ...given, ...who, ...own });
}
