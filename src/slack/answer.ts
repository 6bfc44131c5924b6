import type { RespondFn } from '@slack/bolt';
import { asWritten, newAsWritten } from './as-written.ts';
import type { SlackContext } from './slack-context.ts';
import { cutWords, escapeSigns, plain } from './views/blocks.ts';
import type { Message } from './views/invite-card.ts';

/** A text as a message; plain, so that nothing in it is read as markup. */
export function sentence(text: string): Message {
  const words = cutWords(text);
  return { text: escapeSigns(words), blocks: [{ type: 'section', text: plain(words) }] };
}

/** Where an answer for one person's eyes goes. `threadTs`: the thread they are in; in the channel they might never see it. */
export type Listener = {
  readonly personId: string;
  readonly channelId: string | undefined;
  readonly threadTs?: string | undefined;
};

/**
 * Tells one person something, ephemerally: over the response_url, and if that fails with chat.postEphemeral in the channel.
 * `replace` puts the answer where the clicked ephemeral message is. Never throws: there is nobody left to tell.
 */
export async function answer(
  slack: SlackContext,
  respond: RespondFn | undefined,
  to: Listener,
  message: Message,
  replace = false,
): Promise<void> {
  const inThread = to.threadTs === undefined ? {} : { thread_ts: to.threadTs };
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
