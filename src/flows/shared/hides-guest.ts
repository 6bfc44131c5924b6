import { isDirectMessage } from '../../domain/direct-message.ts';
import { maskingOf } from '../../domain/masking.ts';
import { isProblem } from '../../domain/problem.ts';
import type { Context } from './context.ts';

/** Whether a guest's address is masked in a channel. `inDoubt`: it is, because Slack does not say now with whom the channel is shared. */
export type Hiding = { readonly hidesGuest: boolean; readonly inDoubt: boolean };

/**
 * Addresses are masked where the policy says so, and people of another company see none unless it says so. Looked at when something is posted
 * or edited, so that a channel which becomes shared, or a policy that changed, hides from the next edit on.
 */
export async function hidesGuest(
  { channels, policy }: Pick<Context, 'channels' | 'policy'>,
  channelId: string,
): Promise<Hiding> {
  // A direct message is that of the person who invited, who is one of ours.
  const masking = isDirectMessage(channelId) ? 'shown' : maskingOf(policy(), channelId);
  if (masking !== 'masked_if_shared') return { hidesGuest: masking === 'masked', inDoubt: false };
  const place = await channels.describe(channelId);
  if (!isProblem(place)) return { hidesGuest: place.isShared, inDoubt: false };
  // Where a scope is missing, or there is no such channel, asking again changes nothing.
  return { hidesGuest: true, inDoubt: place.code !== 'slack_refused' && place.code !== 'slack_channel_unavailable' };
}
