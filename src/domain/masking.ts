import { ERASED } from './erased.ts';
import type { Invite } from './invite.ts';
import { mayChange, type Person } from './person.ts';
import type { Policy } from './policy/policy.ts';
import type { Series } from './series.ts';
import { maskAddresses, maskEmail } from './text/email.ts';
import { placesOf } from './visibility.ts';

/**
 * Whether a channel is shown guests' addresses, as the policy has it: `masked` and `shown` whatever Slack says of the channel, `if_shared` when
 * that depends on whether another company reads it. A channel that the policy names goes by its name.
 */
export function maskingOf({ invites }: Policy, channelId: string): 'masked' | 'shown' | 'masked_if_shared' {
  const { everywhere, masked, unmasked } = invites.masking;
  if (masked.includes(channelId)) return 'masked';
  if (unmasked.includes(channelId)) return 'shown';
  if (everywhere) return 'masked';
  return invites.showsGuestInSharedChannels ? 'shown' : 'masked_if_shared';
}

/** An invite as people see it who may not know its guest's address: where it stands, and where somebody wrote it. */
export function maskedInvite(invite: Invite): Invite {
  if (invite.erasedAt !== undefined) return invite;
  return {
    ...invite,
    guestEmail: maskEmail(invite.guestEmail),
    eventName: maskAddresses(invite.eventName),
    message: maskAddresses(invite.message),
  };
}

/** A series as those see it who may not know its guest's address. */
export function maskedSeries(series: Series): Series {
  if (series.guestEmail === ERASED) return series;
  return {
    ...series,
    guestEmail: maskEmail(series.guestEmail),
    eventName: maskAddresses(series.eventName),
    message: maskAddresses(series.message),
  };
}

/** Whether a person who sees an invite sees it masked: where its channels do, and it is not theirs to change. */
export function isMaskedFor(
  invite: Pick<Invite, 'workspaceId' | 'inviterId' | 'channelId' | 'cardChannelId'>,
  person: Person,
  policy: Policy,
): boolean {
  if (mayChange(invite, person, policy) === undefined) return false;
  return placesOf(invite).some((channelId) => maskingOf(policy, channelId) === 'masked');
}
