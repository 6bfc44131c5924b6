import type { Outcome } from '../delivery/delivery.types.ts';
import { asJson, asText } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Delivery, Json, Person } from '../slack-server.types.ts';
import { newId } from '../workspace/ids.ts';
import { teamOf } from '../workspace/workspace.ts';
import { interaction } from './payloads.ts';

/**
 * Sends the bot a payload that Slack's apps would not send, in any person's name. Person, trigger and response_url are genuine, the rest
 * is as given.
 */
export async function forge(parts: Parts, person: Person, type: Delivery['type'], given: Json): Promise<Outcome> {
  const channel = asText(given.channel_id) ?? asText(asJson(given.channel).id);
  const view = asText(asJson(given.view).id);
  const url = channel === undefined ? undefined : parts.responseUrls.issue('commands', { channel, person: person.id });
  const own = {
    ...(given.trigger_id === undefined
      ? {}
      : {
          trigger_id: parts.triggers.issue({
            person: person.id,
            channel,
            ...(view === undefined ? {} : { viewId: view }),
          }),
        }),
    ...(given.response_url === undefined || url === undefined ? {} : { response_url: url }),
  };
  return parts.deliver(type, { ...given, ...whoOf(parts, person, type, given), ...own });
}

/** Whose it is, as payloads of this kind say it. An event is one of its own, and not the given one again. */
function whoOf({ workspace }: Parts, person: Person, type: Delivery['type'], given: Json): Json {
  if (type === 'events_api') return { event: { ...asJson(given.event), user: person.id }, event_id: newId('Ev') };
  if (type === 'interactive') return interaction(workspace, person);
  return { user_id: person.id, user_name: person.name, team_id: teamOf(workspace, person) };
}
