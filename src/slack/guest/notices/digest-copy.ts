import type { EndedInvite } from '../../../flows/shared/notifier.ts';
import { shortText } from '../../blocks/blocks.ts';
import { stillCopy } from '../../shared/other-access-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';
import { lateness } from './notice-copy.ts';

/**
 * What the message is about, mrkdwn. Says so when the first of the ends is posted late. A guest may have had several invites:
 * then those are counted.
 */
export function digestHeading(ended: readonly EndedInvite[], now: number): string {
  const first = Math.min(...ended.map(({ invite }) => invite.endsAt));
  const guests = new Set(ended.map(({ invite }) => invite.guestEmail)).size;
  const what = guests === ended.length ? `${guests} guests` : `${ended.length} invites`;
  // Some can connect with another invite: then only the invites have ended.
  const isOut = ended.every(({ access }) => access.kind === 'none');
  return isOut
    ? `:checkered_flag: *Access ended for ${what}.*${lateness(first, now)}`
    : `:checkered_flag: *${ended.length} guest invites ended.*${lateness(first, now)}`;
}

/** One end, mrkdwn, on one line, and at most 900 characters. */
export function digestLine({ invite, access }: EndedInvite, now: number): string {
  return `• ${shortText(invite.guestEmail, 80)} on *${shortText(invite.hostName, 60)}* (${shortText(invite.eventName, 60)}): ended ${readerTime(invite.endsAt, invite.timeZone)}${lateness(invite.endsAt, now) === '' ? '' : ', posted late'}${stillCopy(access, invite, now)}`;
}
