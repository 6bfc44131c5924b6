import type { WebClient } from '@slack/web-api';
import { isDirectMessage } from '../../domain/direct-message.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Channels, DescribedChannel } from '../../flows/shared/channels.ts';
import { createRecent } from '../../flows/shared/recent.ts';
import type { AskSlack } from './ask-slack.ts';
import { readConversations } from './conversation-pages.ts';
import { readChannel } from './read-channel.ts';

/** How long a look at a channel stays good, ms. That there is none is asked again: somebody may be inviting Guestlist to it. */
const FRESH_MS = 60_000;
const MAX_KEPT = 2_000;
/** So many are looked at one by one within a minute, since conversations.info is tier 3. Then all that Guestlist is in are read at once. */
const MAX_SINGLE = 20;

/** Ids of Slack's conversations. A name (`#general`) or a person is none, though chat.postMessage would take it. */
const conversationId = /^[CGD][A-Z0-9]{2,30}$/;

/** Describes conversations with conversations.info; direct messages with conversations.open, which needs no further scope. */
export function createDescribeChannel(
  client: WebClient,
  slack: AskSlack,
  workspaceId: () => string,
  now: () => number,
): Channels['describe'] {
  const kept = createRecent<DescribedChannel>(MAX_KEPT, now);
  const ownRead = createRecent<true>(1, now);
  let counted = { since: now(), channels: 0 };

  async function lookAt(channelId: string): Promise<DescribedChannel | Problem> {
    const { channel } = isDirectMessage(channelId)
      ? await client.conversations.open({ channel: channelId, return_im: true })
      : await client.conversations.info({ channel: channelId });
    const read = readChannel(channel, channelId, { workspaceId: workspaceId() });
    if (!isProblem(read)) kept.set(channelId, read);
    return read;
  }

  async function lookAtOwn(): Promise<object> {
    await readConversations(client, {}, (shown) => {
      const { id = '' } = shown;
      const read = readChannel(shown, id, { workspaceId: workspaceId(), isIn: true });
      if (!isProblem(read)) kept.set(id, read);
    });
    ownRead.set('', true);
    return {};
  }

  function isMany(): boolean {
    if (Math.abs(now() - counted.since) >= FRESH_MS) counted = { since: now(), channels: 0 };
    counted.channels += 1;
    return counted.channels > MAX_SINGLE && ownRead.get('', FRESH_MS) === undefined;
  }

  return async (channelId) => {
    if (!conversationId.test(channelId)) return problem('slack_channel_unavailable', { error: 'channel_not_found' });
    const known = kept.get(channelId, FRESH_MS);
    if (known !== undefined) return known;
    if (isMany()) await slack.ask('users.conversations', 'own', lookAtOwn);
    const read = kept.get(channelId, FRESH_MS);
    if (read !== undefined) return read;
    const method = isDirectMessage(channelId) ? 'conversations.open' : 'conversations.info';
    return slack.ask(method, channelId, () => lookAt(channelId));
  };
}
