import type { Invite } from '../../domain/invite.ts';
import type { Place } from './notifier.ts';

/** Where the card of an invite or of a batch of members stands, once it stands. */
export function cardPlace({ cardChannelId, cardTs }: Pick<Invite, 'cardChannelId' | 'cardTs'>): Place | undefined {
  return cardChannelId === undefined || cardTs === undefined ? undefined : { channelId: cardChannelId, ts: cardTs };
}
