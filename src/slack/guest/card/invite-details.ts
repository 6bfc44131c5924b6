import type { KnownBlock } from '@slack/types';
import { fillMessage } from '../../../domain/guest-message.ts';
import { type Invite, isAnnounced } from '../../../domain/invite.ts';
import { noOtherAccess, type OtherAccess } from '../../../domain/other-access.ts';
import type { Booking } from '../../../domain/visibility.ts';
import type { InviteAnswer } from '../../../flows/guest/read-invites.ts';
import type { ShownLink } from '../../../flows/shared/shown-link.ts';
import {
  buttonRow,
  context,
  cut,
  escapeSigns,
  escapeText,
  fieldsSection,
  header,
  type Message,
  section,
  shortText,
} from '../../blocks/blocks.ts';
import { lineSections } from '../../blocks/pages.ts';
import { type AuditLine, auditCopy, ownLines } from '../../shared/audit-copy.ts';
import { invitedCopy } from '../../shared/inviter-copy.ts';
import { guestLinkCopy } from '../../shared/link-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';
import { anotherBooking, bookingCopy, whoSeesMore } from '../booking-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { cardButtons } from './card-buttons.ts';
import { inviteFields } from './invite-card.ts';
import { stateCopy } from './state-copy.ts';

/** What somebody asked about, as far as they may see it. `zone`: the reader's (IANA); `now` in epoch ms. */
export function inviteAnswer(found: InviteAnswer, reader: { readonly now: number; readonly zone: string }): Message {
  if (found.kind === 'booking') return bookingDetails(found, reader.zone);
  return inviteDetails(found.invite, found.auditLines, { ...found, now: reader.now });
}

/** All about one invite, for one person. Buttons only for who may change it, and so is `link`: it is a way in. */
export function inviteDetails(
  invite: Invite,
  auditLines: readonly AuditLine[],
  options: {
    readonly mayChange: boolean;
    readonly link: ShownLink | undefined;
    /** What else lets the guest in, as this person may know it; nothing by default. */
    readonly access?: OtherAccess;
    readonly now: number;
  },
): Message {
  const history = ownLines(auditLines)
    .slice(-12)
    .map((each) => `${readerTime(each.at, invite.timeZone)}: ${auditCopy(each, invite.timeZone)}`);
  const blocks: KnownBlock[] = [
    header(invite.eventName),
    section(stateCopy(invite, options.now, options.access ?? noOtherAccess)),
    fieldsSection(inviteFields(invite)),
    ...(invite.message === ''
      ? []
      : [section(`*Message to the guest*\n${escapeText(cut(fillMessage(invite), 1000))}`)]),
    ...(options.mayChange && (options.link !== undefined || invite.state === 'granted')
      ? [section(guestLinkCopy(invite, options.link))]
      : []),
    // The newest are last, so that nothing may be cut.
    ...lineSections(['*History*', ...(history.length === 0 ? ['Nothing yet.'] : history)]),
    context(
      `${invitedCopy(invite)} · ${isAnnounced(invite) ? `posted in <#${invite.channelId}>` : 'not posted in a channel'} · \`${invite.id}\``,
    ),
    ...buttonRow(options.mayChange ? cardButtons(invite, options.now, 'shown') : []),
  ];
  return { text: escapeSigns(`Invite for ${invite.guestEmail}: ${invite.eventName}`), blocks };
}

/** The guest's link, for one person's eyes. The text beside the blocks does not hold it: it goes into notifications. */
export function linkAnswer(invite: Invite, link: ShownLink | undefined): Message {
  const about = `${guestCopy(invite)} on ${hostCopy(invite)} (${eventCopy(invite)})`;
  return {
    text: escapeSigns(`Guest link for ${invite.guestEmail}`),
    blocks: [section(guestLinkCopy(invite, link)), context(about)],
  };
}

/** The guest's whole address, for one person's eyes. The text beside the blocks does not hold it: it goes into notifications. */
export function emailAnswer(invite: Invite): Message {
  return {
    text: "The guest's email",
    blocks: [
      section(`The guest is *${guestCopy(invite)}*, on ${hostCopy(invite)} (${eventCopy(invite)}).`),
      context('The audit log records that you looked.'),
    ],
  };
}

/** All that somebody who may not see an invite learns of it, in their own zone (IANA). */
function bookingDetails(booking: Booking, zone: string): Message {
  const when = `${readerTime(booking.startsAt, zone)} to ${readerTime(booking.endsAt, zone)}`;
  const copy = bookingCopy({ hostName: shortText(booking.hostName, 150) }, when);
  return { text: anotherBooking, blocks: [header(anotherBooking), section(copy), context(whoSeesMore)] };
}
