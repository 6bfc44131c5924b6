import { addMessage } from '../messages/add-message.ts';
import { describeMessage } from '../messages/describe-message.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Message, Person } from '../slack-server.types.ts';
import { isBotIn } from '../web-api/method.ts';
import { deliverEvent } from './events.ts';

/** Converts a typed text as Slack's composer does: escapes it, links email and web addresses, and resolves mentions. */
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

/** A person posts a message. The bot gets an event if it is in the channel and subscribes to it. */
export function say(parts: Parts, person: Person, channel: Channel, typed: string, threadTs?: string): Message {
  const { workspace } = parts;
  if (channel.archived) throw new Error('an archived channel has no composer');
  const text = composed(parts, typed);
  const message = addMessage(workspace, { channel: channel.id, user: person.id, text, threadTs });
  if (isBotIn(workspace, channel)) {
    const event = { ...describeMessage(workspace, message), channel: channel.id, event_ts: message.ts };
    void deliverEvent(parts, messageEvents[channel.kind], {
      ...event,
      channel_type: channel.kind === 'im' ? 'im' : channel.kind === 'private' ? 'group' : 'channel',
    });
    if (message.text.includes(`<@${workspace.botUserId}>`))
      void deliverEvent(parts, 'app_mention', { ...event, type: 'app_mention' });
  }
  return message;
}
