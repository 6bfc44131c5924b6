import type { WebClient } from '@slack/web-api';
import { isDirectMessage } from '../../domain/direct-message.ts';
import { isProblem } from '../../domain/problem.ts';
import type { Channels } from '../../flows/shared/channels.ts';
import { createRecent } from '../../flows/shared/recent.ts';
import { createAskSlack } from './ask-slack.ts';
import { readConversations } from './conversation-pages.ts';
import { createDescribeChannel } from './describe-channel.ts';

/** How long it holds that somebody is in a channel, ms. That somebody is not is asked again: who has just joined need not wait. */
const IN_MS = 60_000;
/** People whose channels are kept. Most are in fewer than a hundred. */
const MAX_PEOPLE = 300;
const MAX_DIRECT = 5_000;

type In = ReadonlySet<string>;

const nowhere: In = new Set();

/**
 * Asks Slack who is in which conversation. One look-up of a person finds all their channels (users.conversations), however big those are. A
 * direct message with Guestlist belongs to its person (conversations.open); of one between other people Guestlist knows nothing, and it is
 * nobody's. `client` may repeat once, and must not wait when Slack asks to. `now` in epoch ms.
 */
export function createChannels(client: WebClient, workspaceId: () => string, now: () => number): Channels {
  const slack = createAskSlack(now);
  const channelsOf = createRecent<In>(MAX_PEOPLE, now);
  const directOf = createRecent<string>(MAX_DIRECT, now);

  async function lookAtPerson(personId: string): Promise<In> {
    const found = new Set<string>();
    await readConversations(client, { user: personId }, ({ id }) => found.add(id ?? ''));
    channelsOf.set(personId, found);
    return found;
  }

  /** Those channels the person is in; what was seen within the last minute counts while Slack does not answer. */
  async function amongChannels(wanted: readonly string[], personId: string): Promise<In> {
    if (wanted.length === 0) return nowhere;
    const seen = channelsOf.get(personId, IN_MS);
    if (seen !== undefined && wanted.every((id) => seen.has(id))) return seen;
    const found = await slack.ask('users.conversations', personId, () => lookAtPerson(personId));
    if (isProblem(found)) return seen ?? nowhere;
    if (wanted.every((id) => found.has(id))) slack.welcome('users.conversations', personId);
    return found;
  }

  async function lookForDirect(personId: string): Promise<{ readonly id: string }> {
    // Asking must not open one.
    const { channel } = await client.conversations.open({ users: personId, prevent_creation: true });
    const id = channel?.id ?? '';
    if (id !== '') directOf.set(personId, id);
    return { id };
  }

  async function amongDirect(wanted: readonly string[], personId: string): Promise<In> {
    if (wanted.length === 0) return nowhere;
    // Whose it is never changes.
    const known = directOf.get(personId, Number.POSITIVE_INFINITY);
    if (known !== undefined) return new Set([known]);
    const found = await slack.ask('conversations.open', personId, () => lookForDirect(personId));
    return isProblem(found) ? nowhere : new Set([found.id]);
  }

  async function memberOf(channelIds: readonly string[], personId: string): Promise<ReadonlySet<string>> {
    const wanted = channelIds.filter((id) => id !== '');
    const others = wanted.filter((id) => !isDirectMessage(id));
    const [channels, direct] = await Promise.all([
      amongChannels(others, personId),
      amongDirect(wanted.filter(isDirectMessage), personId),
    ]);
    return new Set(wanted.filter((id) => channels.has(id) || direct.has(id)));
  }

  return {
    memberOf,
    isMember: async (channelId, personId) => (await memberOf([channelId], personId)).has(channelId),
    describe: createDescribeChannel(client, slack, workspaceId, now),
  };
}
