import { addMessage } from '../messages/add-message.ts';
import { describeMessage } from '../messages/describe-message.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Message, Person } from '../slack-server.types.ts';
import { isBotIn } from '../web-api/method.ts';
import { sendEvent } from './events.ts';

/** What Slack's composer makes of a text: control signs escaped, e-mail and web addresses linked, people and channels by id. */
function composed(parts: Parts, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replaceAll(/https?:\/\/[^\s<>|]+/gi, (url) => `<${url}>`)
    .replaceAll(
      /(^|[\s(,;:])([^\s@<>|(),;:]+@[^\s@<>|(),;:]+\.[a-z]{2,})/gi,
      (_whole, before: string, email: string) => `${before}<mailto:${email}|${email}>`,
    )
    .replaceAll(/(^|[\s(])@([a-z0-9._-]+)/gi, (whole, before: string, name: string) => {
      const person = parts.workspace.people.find((one) => one.name === name);
      return person === undefined ? whole : `${before}<@${person.id}>`;
    });
}

const messageEvents = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;

/** A person writes a message; the bot hears of it as far as it is in the channel and subscribed. */
export function say(
  parts: Parts,
  person: Person,
  channel: Channel,
  text: string,
  threadTs: string | undefined,
): Message {
  const { workspace } = parts;
  if (channel.archived) throw new Error('an archived channel has no composer');
  const message = addMessage(workspace, {
    channel: channel.id,
    user: person.id,
    text: composed(parts, text),
    threadTs,
  });
  if (isBotIn(workspace, channel)) {
    const event = { ...describeMessage(workspace, message), channel: channel.id, event_ts: message.ts };
    sendEvent(parts, messageEvents[channel.kind], {
      ...event,
      channel_type: channel.kind === 'im' ? 'im' : channel.kind === 'private' ? 'group' : 'channel',
    });
    if (message.text.includes(`<@${workspace.botUserId}>`))
      sendEvent(parts, 'app_mention', { ...event, type: 'app_mention' });
  }
  return message;
}
