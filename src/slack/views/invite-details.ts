import type { KnownBlock } from '@slack/types';
import { type Invite, isTold } from '../../domain/invite.ts';
import { noOtherAccess, type OtherAccess } from '../../domain/other-access.ts';
import type { Booking } from '../../domain/visibility.ts';
import type { InviteAnswer } from '../../flows/read-invites.ts';
import type { ShownLink } from '../../flows/shown-link.ts';
import { type AuditLine, auditWords, ownLines } from '../words/audit.ts';
import { anotherBooking, bookingWords, whoSeesMore } from '../words/bookings.ts';
import { invitedWords } from '../words/inviter.ts';
import { guestLinkWords } from '../words/links.ts';
import { stateWords } from '../words/states.ts';
import { readerTime } from '../words/times.ts';
import { actions, context, cut, escapeSigns, escapeText, fieldsSection, header, section, shortText } from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import { inviteFields, type Message } from './invite-card.ts';
import { paragraphs } from './pages.ts';

/** What somebody asked about, as far as they may see it. `zone`: the reader's (IANA); `now` in epoch ms. */
export function inviteAnswer(found: InviteAnswer, reader: { readonly now: number; readonly zone: string }): Message {
  if (found.kind === 'booking') return bookingDetails(found, reader.zone);
  return inviteDetails(found.invite, found.happenings, { ...found, now: reader.now });
}

/** All about one invite, for one person. Buttons only for who may change it, and so is `link`: it is a way in. */
export function inviteDetails(
  invite: Invite,
  happenings: readonly AuditLine[],
  options: {
    readonly mayChange: boolean;
    readonly link: ShownLink | undefined;
    /** What else lets the guest in, as this person may know it; nothing unless told. */
    readonly access?: OtherAccess;
    readonly now: number;
  },
): Message {
  const history = ownLines(happenings)
    .slice(-12)
    .map((each) => `${readerTime(each.at, invite.timeZone)}: ${auditWords(each, invite.timeZone)}`);
  const shownButtons = options.mayChange ? cardButtons(invite, options.now, 'shown') : [];
  const blocks: KnownBlock[] = [
    header(invite.eventName),
    section(stateWords(invite, options.now, options.access ?? noOtherAccess)),
    fieldsSection(inviteFields(invite)),
    ...(invite.message === '' ? [] : [section(`*Message to the guest*\n${escapeText(cut(invite.message, 1000))}`)]),
    ...(options.mayChange && (options.link !== undefined || invite.state === 'granted')
      ? [section(guestLinkWords(invite, options.link))]
      : []),
    // The newest are last, so that nothing may be cut.
    ...paragraphs(['*What happened*', ...(history.length === 0 ? ['Nothing yet.'] : history)], 3000).map((part) =>
      section(part),
    ),
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
