import { createListeners } from '../listeners.ts';
import { asText, isJson } from '../slack/json.ts';
import type { Channel, Message, SlackServer } from '../slack/slack-server.types.ts';

/** What a person has not read in a channel. `mentions`: what Slack would have notified them of. */
export type Unread = { readonly unread: boolean; readonly mentions: number };

export type Attention = ReturnType<typeof createAttention>;

/**
 * Whom Slack notifies of each message, with the settings everybody starts with, and what each person has read since. Messages from
 * before `since` (epoch ms) count as read.
 */
export function createAttention(slack: SlackServer, since: number) {
  const notified = new WeakMap<Message, readonly string[]>();
  /** `person channel`, or `person channel thread` -> the time of the last message that was read. */
  const readUntil = new Map<string, number>();
  const listeners = createListeners();
  // At once, since an edit notifies nobody: a mention it adds reaches nobody, one it removes has reached them.
  const stop = slack.onChange(() => {
    for (const message of slack.messages) if (!notified.has(message)) notified.set(message, notifies(slack, message));
  });

  const isUnread = (person: string, place: readonly string[], { ts, user }: Message) =>
    user !== person && Number(ts) > (readUntil.get([person, ...place].join(' ')) ?? since / 1000);

  return {
    /** The people Slack notifies, in the order of the workspace. */
    notified: (message: Message): readonly string[] => notified.get(message) ?? notifies(slack, message),
    /** A person has seen a channel, or a thread in it, until this message. */
    read(person: string, place: readonly string[], ts: string): void {
      const key = [person, ...place].join(' ');
      if (Number(ts) <= (readUntil.get(key) ?? since / 1000)) return;
      readUntil.set(key, Number(ts));
      listeners.notify();
    },
    onRead: listeners.onChange,
    /** Messages of the channel, and replies in its threads that notify this person. Ephemeral messages are not counted, as in Slack. */
    unread(person: string, { id }: Channel): Unread {
      const here = slack.messages.filter((one) => one.channel === id && one.ephemeralFor === undefined);
      const isReply = (one: Message) => one.threadTs !== undefined && one.threadTs !== one.ts && !one.broadcast;
      const own = here.filter((one) => !isReply(one) && isUnread(person, [id], one));
      const replies = here.filter((one) => isReply(one) && isUnread(person, [id, one.threadTs ?? ''], one));
      const pings = (one: Message) => this.notified(one).includes(person);
      return { unread: own.length > 0, mentions: [...own, ...replies].filter(pings).length };
    },
    stop,
  };
}

function notifies(slack: SlackServer, message: Message): readonly string[] {
  const channel = slack.channels.find(({ id }) => id === message.channel);
  if (channel === undefined || message.ephemeralFor !== undefined) return [];
  const everybody = channel.members.filter((id) => id !== slack.botUserId);
  const wanted = channel.kind === 'im' ? new Set(everybody) : mentionedIn(slack, message, everybody);
  for (const follower of followersOf(slack, message)) wanted.add(follower);
  return everybody.filter((id) => id !== message.user && wanted.has(id));
}

/** Those who started the thread, replied, or were mentioned in a reply before. [assumed] A mention in the first message is not enough. */
function followersOf(slack: SlackServer, { channel, threadTs, ts }: Message): readonly string[] {
  if (threadTs === undefined || threadTs === ts) return [];
  const thread = slack.messages.filter(
    (one) => one.channel === channel && one.ephemeralFor === undefined && Number(one.ts) < Number(ts),
  );
  const replies = thread.filter((one) => one.threadTs === threadTs && one.ts !== threadTs);
  const first = thread.find((one) => one.ts === threadTs);
  return [first?.user ?? '', ...replies.flatMap((one) => [one.user, ...mentionedIn(slack, one, [])])];
}

/** People, user groups, and `@channel` in the text, or in the blocks, which Slack shows instead. */
function mentionedIn(slack: SlackServer, { text, blocks }: Message, everybody: readonly string[]): Set<string> {
  const shown = blocks.length > 0 ? textsIn(blocks).join('\n') : text;
  const people = [...shown.matchAll(/<@(\w+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '');
  const groups = [...shown.matchAll(/<!subteam\^(\w+)(?:\|[^>]*)?>/g)].flatMap(
    ([, id]) => slack.userGroups.find((one) => one.id === id && !one.disabled)?.members ?? [],
  );
  const all = /<!(?:here|channel|everyone)(?:\|[^>]*)?>/.test(shown) ? everybody : [];
  return new Set([...people, ...groups, ...all]);
}

/** Every mrkdwn text in blocks: elsewhere a mention is no mention. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isJson(value)) return [];
  if (value.type === 'mrkdwn') return [asText(value.text) ?? ''];
  return Object.values(value).flatMap(textsIn);
}
