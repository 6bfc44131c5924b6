import type { Invite } from '../../../domain/invite.ts';
import { accessBeyond, noOtherAccess, type OtherAccess } from '../../../domain/other-access.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import type { WarningOutcome } from '../../../domain/warning.ts';
import { goesOnCopy } from '../../shared/other-access-copy.ts';
import { clockTime, readerTime } from '../../shared/time-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { endsInCopy } from './notice-copy.ts';

/**
 * What a warning of several ends is about, mrkdwn, without a full stop: it stays true whatever happens to them. A guest may have several
 * invites: then those are counted. Epoch ms.
 */
export function warningHeading(
  ends: readonly { readonly invite: Pick<Invite, 'guestEmail' | 'timeZone'>; readonly endsAt: number }[],
): string {
  const first = ends.reduce((one, other) => (other.endsAt < one.endsAt ? other : one));
  const guests = new Set(ends.map(({ invite }) => invite.guestEmail)).size;
  const what = guests === ends.length ? `${guests} guests` : `${ends.length} invites`;
  return `:hourglass_flowing_sand: *Access ending for ${what}, from ${clockTime(first.endsAt, first.invite.timeZone)}*`;
}

/** An end that is still to come, in a row of several, mrkdwn. `shownAt`: when the warning was posted, epoch ms. */
export function warnedCopy(
  invite: Invite,
  endsAt: number,
  shownAt: number,
  access: OtherAccess = noOtherAccess,
): string {
  const also = goesOnCopy('The guest', accessBeyond(access, endsAt), invite, shownAt);
  return `${aboutCopy(invite)}: ${endsInCopy(endsAt, invite.timeZone, shownAt)}.${also === '' ? '' : ` ${also}`}`;
}

/** What happened to an end that people were warned of, mrkdwn, one line. `warnedEnd`: the end the warning was about, epoch ms. */
export function outcomeCopy(invite: Invite, warnedEnd: number, outcome: WarningOutcome): string {
  return `${actionCopy(invite, warnedEnd, outcome)}: ${aboutCopy(invite)}.`;
}

function aboutCopy(invite: Invite): string {
  return `${guestCopy(invite)} on ${hostCopy(invite)} (${eventCopy(invite)})`;
}

function actionCopy({ timeZone }: Invite, warnedEnd: number, outcome: WarningOutcome): string {
  const dayOf = (at: number) => wallTimeOf(at, timeZone).date;
  const isThatDay = (at: number) => dayOf(at) === dayOf(warnedEnd);
  switch (outcome.kind) {
    case 'moved': {
      const what = outcome.endsAt > warnedEnd ? 'Extended' : 'Shortened';
      const write = isThatDay(outcome.endsAt) ? clockTime : readerTime;
      return `:white_check_mark: ${what} to ${write(outcome.endsAt, timeZone)} ${byWhom(outcome.by)}`;
    }
    case 'cancelled':
      return `:no_entry_sign: Cancelled ${byWhom(outcome.by)}`;
    case 'ended':
      return isThatDay(outcome.endsAt)
        ? `:checkered_flag: Ended at ${clockTime(outcome.endsAt, timeZone)}`
        : `:checkered_flag: Ended ${readerTime(outcome.endsAt, timeZone)}`;
    case 'held':
      return ':double_vertical_bar: Put on hold';
  }
}

function byWhom(by: string): string {
  return by === 'guestlist' ? 'in Parsec' : `by <@${by}>`;
}
