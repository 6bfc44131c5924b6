import type { Invite } from '../../domain/invite.ts';
import { shortText } from '../views/blocks.ts';
import { lateness } from './notices.ts';
import { readerTime } from './times.ts';

/**
 * What the message is about, mrkdwn. Says that it is late when the longest over is told of late. A guest may have had several invites:
 * then those are counted.
 */
export function digestHeading(ended: readonly Invite[], now: number): string {
  const first = Math.min(...ended.map((invite) => invite.endsAt));
  const guests = new Set(ended.map((invite) => invite.guestEmail)).size;
  const what = guests === ended.length ? `${guests} guests` : `${ended.length} invites`;
  return `:checkered_flag: *The guest access of ${what} has ended.*${lateness(first, now)}`;
}

/** One end, mrkdwn, at most 700 characters and on one line. */
export function digestLine(invite: Invite, now: number): string {
  return `• ${shortText(invite.guestEmail, 80)} on *${shortText(invite.hostName, 60)}* (${shortText(invite.eventName, 60)}): ended ${readerTime(invite.endsAt, invite.timeZone)}${lateness(invite.endsAt, now) === '' ? '' : ', told late'}`;
}
