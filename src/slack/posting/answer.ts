import type { RespondFn } from '@slack/bolt';
import { defined } from '../../domain/defined.ts';
import { cutCopy, escapeSigns, type Message, plainSection } from '../blocks/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { asWritten, newAsWritten } from './as-written.ts';

/** A text as a message; plain, so that nothing in it is read as markup. */
export function sentence(text: string): Message {
  const shown = cutCopy(text);
  return { text: escapeSigns(shown), blocks: [plainSection(shown)] };
}

/** Where an answer for one person's eyes goes. `threadTs`: the thread they are in; in the channel they might never see it. */
export type Listener = {
  readonly personId: string;
  readonly channelId?: string | undefined;
  readonly threadTs?: string | undefined;
};

/**
 * Answers one person, ephemerally, with a message or a plain text: over the response_url, and if that fails with
 * chat.postEphemeral in the channel. `replace` puts the answer where the clicked ephemeral message is. Never throws: nobody
 * is left to answer.
 */
export async function answer(
  slack: SlackContext,
  to: Listener,
  said: Message | string,
  respond?: RespondFn,
  replace = false,
): Promise<void> {
  const message = typeof said === 'string' ? sentence(said) : said;
  const inThread = defined({ thread_ts: to.threadTs });
  try {
    if (respond === undefined) throw new Error('no response_url');
    await respond({
      response_type: 'ephemeral',
      replace_original: replace,
      // What is put in another's place is in its thread already.
      ...(replace ? {} : inThread),
      ...newAsWritten,
      text: message.text,
      blocks: message.blocks,
    });
  } catch (error) {
    slack.flows.log.info({ err: error }, 'no answer over the response_url; trying chat.postEphemeral');
    try {
      // Without a channel (a global shortcut) the bot's own conversation with the person is the place.
      if (to.channelId === undefined)
        await slack.client.chat.postMessage({ channel: to.personId, ...newAsWritten, ...message });
      else
        await slack.client.chat.postEphemeral({
          channel: to.channelId,
          user: to.personId,
          ...inThread,
          ...asWritten,
          ...message,
        });
    } catch (second) {
      slack.flows.log.warn({ err: second, person: to.personId }, 'an answer could not be given');
    }
  }
}
