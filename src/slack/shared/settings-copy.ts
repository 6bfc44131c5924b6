import type { ChannelSettings } from '../../domain/channel-settings.ts';
import type { Reach } from '../../domain/reach.ts';
import { option } from '../blocks/blocks.ts';

/** What a channel gets from now on. With the card alone, warnings and starts are left out, whatever else was chosen. */
export function settingsCopy({ style, warnMinutes, starts }: ChannelSettings): string {
  if (style === 'card') return 'Saved. Updates go to the card only; failures go to its thread. No warnings or starts.';
  const updates =
    style === 'broadcast'
      ? "Updates go to each card's thread; ends are also posted to the channel."
      : "Updates go to each card's thread only.";
  const warnings =
    warnMinutes === 0
      ? 'No warnings before an invite ends.'
      : `Warnings come ${warnMinutes} minutes before an invite ends.`;
  return `Saved. ${updates} ${warnings} Starts ${starts ? 'are' : "aren't"} posted.`;
}

/** How a person can hear of their own invites. */
export const reachOptions = {
  mention: option('Mention me in the thread', 'mention'),
  direct: option('Send me a direct message', 'direct'),
} satisfies Record<Reach, ReturnType<typeof option>>;

/** Above what an invite form begins with. */
export const beginsWith = 'What your invite forms begin with, where you say nothing else:';

/** How a person hears of their own invites from now on. */
export function reachCopy(reach: Reach): string {
  return reach === 'direct'
    ? 'You get direct messages about your invites.'
    : "You're mentioned in the threads of your invites.";
}

const styles = {
  broadcast: "updates go to each card's thread, and ends to the channel too",
  thread: "updates go to each card's thread only",
  card: 'the card changes, and only failures go to its thread',
} satisfies Record<ChannelSettings['style'], string>;

/** What somebody changed in a channel's settings, and what it was before, without a full stop, mrkdwn. */
export function settingsChangeCopy(facts: Readonly<Record<string, string | number | boolean>>): string {
  const { style, warn, warnBefore, starts } = facts;
  return [
    ...(style === undefined ? [] : [styles[style as ChannelSettings['style']]]),
    ...(warn === undefined ? [] : [warningChange(Number(warnBefore), Number(warn))]),
    ...(starts === undefined ? [] : [starts === 1 ? 'starts are posted' : 'starts are no longer posted']),
  ].join('; ');
}

function warningChange(before: number, now: number): string {
  if (now === 0) return `no warnings before the end, instead of ${before} minutes before`;
  return `warnings ${now} minutes before the end instead of ${before === 0 ? 'none' : before}`;
}
