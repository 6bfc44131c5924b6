import type { Invite } from '../../../domain/invite.ts';
import { emailKey } from '../../../domain/text/email.ts';
import type { SeenInvite } from '../../../domain/visibility.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { onlyCopy } from '../../shared/other-access-copy.ts';
import { bookingCopy } from '../booking-copy.ts';
import { eventCopy } from '../facts-copy.ts';

/** So many are named, at most. */
const MOST = 3;

/** Another invite on the chosen computer; `when` is plain text. */
export type Clash = SeenInvite & { readonly when: string };

/**
 * Who else is on the computer then, mrkdwn; '' for nobody. An invite the person may not see is only called a booking.
 * `email`: the guest being invited.
 */
export function clashCopy(others: readonly Clash[], email = ''): string {
  if (others.length === 0) return '';
  const isSame = (other: Clash) => other.kind === 'invite' && emailKey(other.invite.guestEmail) === emailKey(email);
  const own = others.filter(isSame).slice(0, MOST);
  const shown = others.filter((other) => !isSame(other)).slice(0, MOST);
  const guests = shown.flatMap((other) => (other.kind === 'invite' ? [guestThen(other.invite, other.when)] : []));
  const bookings = shown.flatMap((other) =>
    other.kind === 'booking' ? [escapeText(bookingCopy(other, other.when))] : [],
  );
  const more = others.length - shown.length - own.length;
  return [
    ...own.flatMap((other) => (other.kind === 'invite' ? [ownCopy(other.invite, other.when)] : [])),
    ...(guests.length === 0 ? [] : [`Also on this computer then: ${guests.join('; ')}.`]),
    ...bookings,
    ...(more === 0 ? [] : [`And ${more} more.`]),
    ...(shown.length === 0 ? [] : [`${others.length === 1 ? 'Both guests' : 'All guests'} can be connected at once.`]),
  ].reduce((line, next) => `${line} ${next}`, ':busts_in_silhouette:');
}

function ownCopy(invite: Pick<Invite, 'eventName' | 'permissions'>, when: string): string {
  return `This guest already has an invite to this computer then: ${eventCopy(invite)} (${escapeText(when)}, ${onlyCopy(invite.permissions)}).`;
}

function guestThen(invite: Pick<Invite, 'guestEmail' | 'eventName'>, when: string): string {
  return `${shortText(invite.guestEmail, 150)} (${eventCopy(invite)}, ${escapeText(when)})`;
}

/** Says that a guest is also invited to other computers then, mrkdwn; '' when not. `when` is plain text. */
export function elsewhereCopy(others: readonly { readonly invite: Invite; readonly when: string }[]): string {
  if (others.length === 0) return '';
  const shown = others
    .slice(0, MOST)
    .map(
      ({ invite, when }) =>
        `*${shortText(invite.hostName, 60)}* (${shortText(invite.eventName, 60)}, ${escapeText(when)})`,
    );
  const more = others.length > MOST ? ` and ${others.length - MOST} more` : '';
  return `:busts_in_silhouette: This guest is also invited to ${shown.join('; ')}${more}.`;
}
