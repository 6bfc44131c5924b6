import type { EndedInvite } from '../../flows/teller.ts';
import { shortText } from '../views/blocks.ts';
import { lateness } from './notices.ts';
import { stillWords } from './other-access.ts';
import { readerTime } from './times.ts';

/**
 * What the message is about, mrkdwn. Says that it is late when the longest over is told of late. A guest may have had several invites:
 * then those are counted.
 */
export function digestHeading(ended: readonly EndedInvite[], now: number): string {
  const first = Math.min(...ended.map(({ invite }) => invite.endsAt));
  const guests = new Set(ended.map(({ invite }) => invite.guestEmail)).size;
  const what = guests === ended.length ? `${guests} guests` : `${ended.length} invites`;
  // Some are in by another invite: then only the invites have ended.
  const isOut = ended.every(({ access }) => access.kind === 'none');
  return isOut
    ? `:checkered_flag: *The guest access of ${what} has ended.*${lateness(first, now)}`
    : `:checkered_flag: *${ended.length} guest invites have ended.*${lateness(first, now)}`;
}

/** One end, mrkdwn, on one line, and at most 900 characters. */
export function digestLine({ invite, access }: EndedInvite, now: number): string {
  return `• ${shortText(invite.guestEmail, 80)} on *${shortText(invite.hostName, 60)}* (${shortText(invite.eventName, 60)}): ended ${readerTime(invite.endsAt, invite.timeZone)}${lateness(invite.endsAt, now) === '' ? '' : ', told late'}${stillWords(access, invite, now)}`;
}
