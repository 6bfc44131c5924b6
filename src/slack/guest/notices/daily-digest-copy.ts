import type { Invite } from '../../../domain/invite.ts';
import { dayOf } from '../../../domain/time/next-digest.ts';
import { cityOf, writeTime } from '../../../domain/time/zoned-time.ts';
import type { DailyDigest } from '../../../flows/shared/notifier.ts';
import { shortText } from '../../blocks/blocks.ts';
import { shortState, stateMark } from '../card/state-copy.ts';

/** What the day has, mrkdwn. */
export function dailyHeading({ date, zone, invites, endsAt }: DailyDigest): string {
  const day = writeTime(dayOf(date, zone).startsAt, zone, 'day');
  return `:sunrise: *${day}* (${shortText(cityOf(zone), 60)}): ${guestsCopy(invites, endsAt)}.`;
}

function guestsCopy(invites: readonly Invite[], midnight: number): string {
  if (invites.length === 0) return 'no guests today';
  const ending = invites.filter(({ endsAt }) => endsAt <= midnight).length;
  const end = ending === 0 ? 'none ends' : `${ending} ${ending === 1 ? 'ends' : 'end'}`;
  return `${counted(invites.length, 'invite')}, ${end} today`;
}

/** One invite of the day, mrkdwn, on one line. */
export function dailyLine(invite: Invite, digest: DailyDigest, now: number): string {
  const who = `*${shortText(invite.guestEmail, 80)}* on *${shortText(invite.hostName, 60)}*`;
  return `${stateMark(invite, now)} ${hoursCopy(invite, digest)} · ${who} · ${shortText(invite.eventName, 60)} · ${shortState(invite, now)}`;
}

/** When of the day, on the clock of its reader: "14:00 to 16:00", "until 16:00", "from 14:00", "all day". */
function hoursCopy({ startsAt, endsAt }: Invite, { date, zone, clock, endsAt: midnight }: DailyDigest): string {
  const time = (at: number) => writeTime(at, zone, 'time', clock);
  const isFromBefore = startsAt < dayOf(date, zone).startsAt;
  if (endsAt > midnight) return isFromBefore ? 'all day' : `from ${time(startsAt)}`;
  return isFromBefore ? `until ${time(endsAt)}` : `${time(startsAt)} to ${time(endsAt)}`;
}

export function dailyMore(count: number): string {
  return `And ${count} more. Type \`/guest list\` to see all.`;
}

/** What waits, mrkdwn, each on a line. */
export function dailyWaits({ toDecide, asked }: Pick<DailyDigest, 'toDecide' | 'asked'>): readonly string[] {
  return [
    ...(toDecide === 0
      ? []
      : [`:raised_hand: ${counted(toDecide, 'request')} for approval ${wait(toDecide)} for you.`]),
    ...(asked === 0
      ? []
      : [`:hourglass_flowing_sand: ${counted(asked, 'request')} of yours ${wait(asked)} for approval.`]),
  ];
}

/** How to get no more of them. */
export const dailyFoot = 'Change or stop this digest with `/guest preferences`.';

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function wait(count: number): string {
  return count === 1 ? 'waits' : 'wait';
}
