import type { PlainTextOption } from '@slack/types';
import { isProblem } from '../../domain/problem.ts';
import { searchZones } from '../../domain/zone-search.ts';
import type { Host } from '../../flows/context.ts';
import { inTime } from '../../flows/in-time.ts';
import { changeable } from '../../flows/read-invites.ts';
import type { Gate } from '../gate.ts';
import { actions } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { cut, isCarried, MAX_OPTIONS, option } from '../views/blocks.ts';
import { leftOutOption } from '../views/choice-blocks.ts';
import { onlineWords } from '../views/host-list.ts';
import { readIntent } from '../views/pick-form.ts';
import { zonedTime } from '../words/times.ts';

/** What the searchable selects of the forms find. Slack waits 3 seconds; nothing found is an empty list. */
export function listenToSearches(gate: Gate, slack: SlackContext): void {
  gate.onSuggestion(actions.host, 'member', async ({ ack, payload }) => {
    const asked = await inTime(slack.flows.guestAccess.hosts({ text: payload.value, limit: MAX_OPTIONS }));
    // What Parsec said before, for when it does not answer in time: better than a form that cannot be filled in.
    const { knownHosts } = slack.flows;
    const hosts = asked === 'late' || isProblem(asked) ? knownHosts.matching(payload.value, MAX_OPTIONS) : asked;
    await ack({ options: hostOptions(hosts) });
  });

  gate.onSuggestion(actions.zone, 'member', async ({ ack, payload }) => {
    const zones = searchZones(payload.value, slack.flows.now(), MAX_OPTIONS);
    await ack({ options: zones.map((zone) => option(zone.label, zone.zone)) });
  });

  gate.onSuggestion(actions.invite, 'member', async ({ ack, payload, person }) => {
    const { view } = payload;
    const query = view && { text: payload.value, intent: readIntent(view), limit: MAX_OPTIONS };
    const invites = query === undefined ? [] : await changeable(slack.flows, person, query);
    const options: PlainTextOption[] = invites.map((invite) =>
      option(
        `${invite.guestEmail} on ${invite.hostName}`,
        invite.id,
        cut(`${invite.eventName}, ${zonedTime(invite.startsAt, invite.timeZone)}`, 75),
      ),
    );
    await ack({ options });
  });
}

/** Computers as Slack takes them, and last how many it does not take. */
function hostOptions(hosts: readonly Host[]): PlainTextOption[] {
  const last = leftOutOption(
    hosts.map(({ hostId }) => ({ id: hostId })),
    'computer',
  );
  const carried = hosts.filter(({ hostId }) => isCarried(hostId));
  const options = carried.map((host) => option(host.name, host.hostId, onlineWords(host.online)));
  return last === undefined ? options : [...options.slice(0, MAX_OPTIONS - 1), last];
}
