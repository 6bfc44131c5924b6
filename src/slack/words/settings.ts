import type { ChannelSettings } from '../../domain/channel-settings.ts';
import type { Reach } from '../../domain/reach.ts';

const told = {
  broadcast: 'in the thread of each card, and of an end in the channel too',
  thread: 'in the thread of each card only',
  card: 'by the card alone, and in its thread of what went wrong',
} satisfies Record<ChannelSettings['style'], string>;

/** How a channel is told from now on, in one line. The card alone leaves warnings and starts out, whatever else was chosen. */
export function settingsWords({ style, warnMinutes, starts }: ChannelSettings): string {
  const warned = warnMinutes === 0 ? 'It is not warned' : `It is warned ${warnMinutes} minutes`;
  const rest =
    style === 'card'
      ? 'Warnings and starts are left out.'
      : `${warned} before an invite ends, and starts are ${starts ? '' : 'not '}told.`;
  return `Saved. This channel is told ${told[style]}. ${rest}`;
}

/** How a person hears of their own invites from now on, in one line. */
export function reachWords(reach: Reach): string {
  return reach === 'direct'
    ? 'You get direct messages about your invites.'
    : 'You are mentioned where your invites are told.';
}

const styles = {
  broadcast: "updates go to each card's thread, and ends to the channel too",
  thread: "updates go to each card's thread only",
  card: 'the card changes, and only failures go to its thread',
} satisfies Record<ChannelSettings['style'], string>;

/** What somebody changed of the settings of a channel, with what it was, without a full stop, mrkdwn. */
export function settingsChangeWords(facts: Readonly<Record<string, string | number | boolean>>): string {
  const { style, warn, warnBefore, starts } = facts;
  return [
    ...(style === undefined ? [] : [styles[style as ChannelSettings['style']]]),
    ...(warn === undefined ? [] : [warningChange(Number(warnBefore), Number(warn))]),
    ...(starts === undefined ? [] : [starts === 1 ? 'starts are posted' : "starts aren't posted any more"]),
  ].join('; ');
}

function warningChange(before: number, now: number): string {
  if (now === 0) return `no warnings before the end, instead of ${before} minutes before`;
  return `warnings ${now} minutes before the end instead of ${before === 0 ? 'none' : before}`;
}
