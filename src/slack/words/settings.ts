import type { ChannelSettings } from '../../domain/channel-settings.ts';

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
