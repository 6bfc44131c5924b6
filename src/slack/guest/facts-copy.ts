import type { Invite } from '../../domain/invite.ts';
import { shortText } from '../blocks/blocks.ts';

/** The guest of an invite, mrkdwn: an address is never cut. */
export function guestCopy({ guestEmail }: Pick<Invite, 'guestEmail'>): string {
  return shortText(guestEmail, 254);
}

/** The computer of an invite, mrkdwn, in bold. */
export function hostCopy({ hostName }: Pick<Invite, 'hostName'>): string {
  return `*${shortText(hostName, 150)}*`;
}

/** The event of an invite, mrkdwn. */
export function eventCopy({ eventName }: Pick<Invite, 'eventName'>): string {
  return shortText(eventName, 150);
}
