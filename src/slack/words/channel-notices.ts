import type { ChannelNotice } from '../../flows/teller.ts';
import { settingsChangeWords } from './settings.ts';

/** Each notice to a channel in words, mrkdwn. */
const words = {
  settings_changed: (facts) =>
    `:gear: <@${facts.by}> changed what Guestlist posts here: ${settingsChangeWords(facts)}.`,
} satisfies Record<ChannelNotice['name'], (facts: ChannelNotice['facts']) => string>;

/** A notice to a channel in words, mrkdwn. An unknown name is a bug and throws. */
export function channelNoticeWords({ name, facts }: ChannelNotice): string {
  if (!(name in words)) throw new Error(`no words for the notice ${name}`);
  return words[name](facts);
}
