import type { KnownBlock } from '@slack/types';
import { cardState, type Invite } from '../../domain/invite.ts';
import { noOtherAccess } from '../../domain/other-access.ts';
import type { SeenInvite } from '../../domain/visibility.ts';
import type { HomeComputer } from '../../flows/shared/shown-home.ts';
import { buttonRow, escapeText, section, shortText } from '../blocks/blocks.ts';
import { anotherBooking } from '../guest/booking-copy.ts';
import { againButton, cardButtons } from '../guest/card/card-buttons.ts';
import { stateCopy } from '../guest/card/state-copy.ts';
import { bookingLines } from '../guest/command/host-bookings-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../guest/facts-copy.ts';
import { inviterCopy } from '../shared/inviter-copy.ts';
import { problemCopy } from '../shared/problem-copy.ts';
import { readerAgo, readerSpan, readerTime } from '../shared/time-copy.ts';

/** Who reads: their zone (IANA), the time (epoch ms), and whether the invites are of several people. */
export type RowReader = { readonly now: number; readonly zone: string; readonly namesInviter: boolean };

/** An invite as its card says it, with the buttons of the card. */
export function inviteRow(seen: SeenInvite, reader: RowReader): KnownBlock[] {
  if (seen.kind !== 'invite') return [bookingRow(seen, reader)];
  const { invite } = seen;
  const { now, namesInviter } = reader;
  const { startsAt, endsAt, timeZone } = invite;
  // These two say their times themselves.
  const saysTimes = ['scheduled', 'active'].includes(cardState(invite, now));
  return [
    section(
      [
        `*${guestCopy(invite)}* on ${hostCopy(invite)} · ${eventCopy(invite)}${namesInviter ? ` · ${inviterCopy(invite)}` : ''}`,
        stateCopy(invite, now, noOtherAccess),
        ...(saysTimes ? [] : [`:clock3: ${readerSpan(startsAt, endsAt, timeZone)}`]),
        ...refusedLine(invite),
      ].join('\n'),
    ),
    ...buttonRow(cardButtons(invite, now)),
  ];
}

/** What Parsec refused of an invite that stands all the same. */
function refusedLine({ state, problem }: Invite): string[] {
  return problem === undefined || state === 'failed' ? [] : [`:warning: ${escapeText(problemCopy(problem))}`];
}

/** An invite that is over, in a line or two, and the button that makes it again. */
export function endedRow(seen: SeenInvite, reader: RowReader): KnownBlock[] {
  if (seen.kind !== 'invite') return [bookingRow(seen, reader)];
  const { invite } = seen;
  const { state, startsAt, endsAt, timeZone } = invite;
  const how = state === 'cancelled' ? 'Cancelled' : `Ended ${readerAgo(endsAt, timeZone)}`;
  const whose = reader.namesInviter ? ` · ${inviterCopy(invite)}` : '';
  const facts = section(
    `*${guestCopy(invite)}* on ${hostCopy(invite)} · ${eventCopy(invite)}\n${how} · ${readerSpan(startsAt, endsAt, timeZone)}${whose}`,
  );
  return [{ ...facts, accessory: againButton(invite) }];
}

// In the reader's zone: the invite's own would give away where its guest is.
function bookingRow(booking: Extract<SeenInvite, { kind: 'booking' }>, { zone }: RowReader): KnownBlock {
  const when = readerSpan(booking.startsAt, booking.endsAt, zone);
  return section(`:lock: *${anotherBooking}* on ${hostCopy(booking)}\n${when}`);
}

/** A computer, who is on it, and who comes next. */
export function computerRow({ name, now, next, freeAt }: HomeComputer, { zone }: RowReader): KnownBlock {
  const freeFrom = freeAt === undefined ? '' : ` · free from ${readerTime(freeAt, zone)}`;
  const free = now.length === 0 ? ' · free now' : freeFrom;
  return section([`*${shortText(name, 150)}*${free}`, ...bookingLines({ now, next }, zone)].join('\n'));
}
