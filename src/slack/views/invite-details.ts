import type { KnownBlock } from '@slack/types';
import { type Invite, isTold } from '../../domain/invite.ts';
import type { Booking } from '../../domain/visibility.ts';
import type { InviteAnswer } from '../../flows/read-invites.ts';
import type { ShownLink } from '../../flows/shown-link.ts';
import { auditWords } from '../words/audit.ts';
import { anotherBooking, bookingWords, whoSeesMore } from '../words/bookings.ts';
import { invitedWords } from '../words/inviter.ts';
import { guestLinkWords } from '../words/links.ts';
import { stateWords } from '../words/states.ts';
import { readerTime } from '../words/times.ts';
import { actions, context, cut, escapeSigns, escapeText, fieldsSection, header, section, shortText } from './blocks.ts';
import { cardButtons, inviteFields, type Message } from './invite-card.ts';

/** What somebody asked about, as far as they may see it. `zone`: the reader's (IANA); `now` in epoch ms. */
export function inviteAnswer(found: InviteAnswer, reader: { readonly now: number; readonly zone: string }): Message {
  if (found.kind === 'booking') return bookingDetails(found, reader.zone);
  return inviteDetails(found.invite, found.happenings, { ...found, now: reader.now });
}

type Happening = { readonly at: number; readonly actor: string; readonly action: string };

/** All about one invite, for one person. Buttons only for who may change it, and so is `link`: it is a way in. */
export function inviteDetails(
  invite: Invite,
  happenings: readonly Happening[],
  options: { readonly mayChange: boolean; readonly link: ShownLink | undefined; readonly now: number },
): Message {
  const history = happenings
    .slice(-12)
    .map((each) => `${readerTime(each.at, invite.timeZone)}: ${auditWords(each.action, each.actor)}`)
    .join('\n');
  const shownButtons = options.mayChange ? cardButtons(invite, options.now) : [];
  const blocks: KnownBlock[] = [
    header(invite.eventName),
    section(stateWords(invite, options.now)),
    fieldsSection(inviteFields(invite)),
    ...(invite.message === '' ? [] : [section(`*Message to the guest*\n${escapeText(cut(invite.message, 1000))}`)]),
    ...(options.mayChange && (options.link !== undefined || invite.state === 'granted')
      ? [section(guestLinkWords(invite, options.link))]
      : []),
    section(`*What happened*\n${history === '' ? 'Nothing yet.' : history}`),
    context(
      `${invitedWords(invite)} · ${isTold(invite) ? `told in <#${invite.channelId}>` : 'no channel is told'} · \`${invite.id}\``,
    ),
    ...(shownButtons.length === 0 ? [] : [actions(shownButtons)]),
  ];
  return { text: escapeSigns(`Invite for ${invite.guestEmail}: ${invite.eventName}`), blocks };
}

/** All that somebody who may not see an invite is told of it, in their own zone (IANA). */
function bookingDetails(booking: Booking, zone: string): Message {
  const when = `${readerTime(booking.startsAt, zone)} to ${readerTime(booking.endsAt, zone)}`;
  const words = bookingWords({ hostName: shortText(booking.hostName, 150) }, when);
  return { text: anotherBooking, blocks: [header(anotherBooking), section(words), context(whoSeesMore)] };
}
