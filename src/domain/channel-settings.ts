/** What a channel wants to be posted in it. */
export type ChannelSettings = {
  /** A word in the thread when an invite starts. */
  readonly starts: boolean;
  /** How long before the end the channel is warned, minutes; 0 is never. */
  readonly warnMinutes: number;
  /**
   * broadcast  everything in the card's thread, and the end, or that a cancel does not get through, in the channel too
   * thread     everything in the card's thread
   * card       the card alone; only what went wrong is said in its thread
   */
  readonly style: 'broadcast' | 'thread' | 'card';
};

export const defaultSettings: ChannelSettings = { starts: false, warnMinutes: 15, style: 'broadcast' };

/** The warnings to choose from, minutes. */
export const warnChoices: readonly number[] = [0, 5, 10, 15, 30, 60];

const MINUTE_MS = 60_000;

/**
 * When a channel is warned of an end (epoch ms); undefined when it does not want to be, or when the invite is so short that
 * the warning would come before its start.
 */
export function warnAt(
  window: { readonly startsAt: number; readonly endsAt: number },
  settings: ChannelSettings,
): number | undefined {
  if (settings.warnMinutes === 0) return undefined;
  const at = window.endsAt - settings.warnMinutes * MINUTE_MS;
  return at > window.startsAt ? at : undefined;
}

/** Sent in every style: something did not happen that somebody counts on. */
const failures: ReadonlySet<string> = new Set([
  'failed',
  'approval_denied',
  'approval_expired',
  'change_refused',
  'cancel_refused',
  'kick_refused',
  'host_offline',
  'inviter_left',
  'held_ended',
  'twin_refused',
]);

/** Sent to the channel as well as in the thread, unless the channel wants threads alone. */
const loud: ReadonlySet<string> = new Set(['expired', 'cancel_refused']);

/** Whether and how a notice is sent: not at all, in the thread, or in the thread and the channel. */
export function noticePlace(name: string, settings: ChannelSettings): 'nowhere' | 'thread' | 'broadcast' {
  if (settings.style === 'card' && !failures.has(name)) return 'nowhere';
  return loud.has(name) && settings.style === 'broadcast' ? 'broadcast' : 'thread';
}
