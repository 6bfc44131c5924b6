import type { PlainTextOption } from '@slack/types';
import { searchZones } from '../../../domain/time/zone-search.ts';
import { changeable } from '../../../flows/guest/read-invites.ts';
import { searchGuests, searchHosts } from '../../../flows/guest/recent.ts';
import type { Host } from '../../../flows/shared/context.ts';
import { isCarried, option } from '../../blocks/blocks.ts';
import { menuOptions } from '../../blocks/choice-blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import type { Gate } from '../../gate.ts';
import { actions } from '../../names.ts';
import { PickMemory } from '../../shared/pick-form.ts';
import { zonedTime } from '../../shared/time-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { onlineCopy } from '../command/host-list.ts';

/** Answers the searches in the forms' selects. Slack waits 3 seconds; an empty list means nothing was found. */
export function listenToSearches(gate: Gate, slack: SlackContext): void {
  for (const select of [actions.host, actions.hosts]) {
    gate.onSuggestion(select, 'member', async ({ ack, payload, person }) => {
      const hosts = await searchHosts(slack.flows, person, { text: payload.value, limit: limits.options });
      await ack({ options: hostOptions(hosts) });
    });
  }

  gate.onSuggestion(actions.recentGuest, 'member', async ({ ack, payload, person }) => {
    const guests = await searchGuests(slack.flows, person, { text: payload.value, limit: limits.options });
    await ack({
      options: guests.map((guest) => option(guest.guestEmail, guest.id, `${guest.hostName}, ${guest.eventName}`)),
    });
  });

  gate.onSuggestion(actions.zone, 'member', async ({ ack, payload }) => {
    const zones = searchZones(payload.value, slack.flows.now(), limits.options);
    await ack({ options: zones.map((zone) => option(zone.label, zone.zone)) });
  });

  gate.onSuggestion(actions.invite, 'member', async ({ ack, payload, person }) => {
    const { view } = payload;
    const query = view && { text: payload.value, intent: memoryOf(view, PickMemory).intent, limit: limits.options };
    const invites = query === undefined ? [] : await changeable(slack.flows, person, query);
    const options: PlainTextOption[] = invites.map((invite) =>
      option(
        `${invite.guestEmail} on ${invite.hostName}`,
        invite.id,
        `${invite.eventName}, ${zonedTime(invite.startsAt, invite.timeZone)}`,
      ),
    );
    await ack({ options });
  });
}

type Offered = Host | Pick<Host, 'hostId' | 'name'>;

/** Computers as options; the last option counts those Slack cannot carry. */
function hostOptions(hosts: readonly Offered[]): PlainTextOption[] {
  const carried = hosts.filter(({ hostId }) => isCarried(hostId));
  return menuOptions(
    carried.map((host) => option(host.name, host.hostId, 'online' in host ? onlineCopy(host.online) : undefined)),
    hosts.map(({ hostId }) => ({ id: hostId })),
    'computer',
  );
}
