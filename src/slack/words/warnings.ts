import type { Invite } from '../../domain/invite.ts';
import type { WarningOutcome } from '../../domain/warning.ts';
import { wallTimeOf } from '../../domain/zoned-time.ts';
import { shortText } from '../views/blocks.ts';
import { clockTime, readerTime } from './times.ts';

/** What became of an end that people were warned of, mrkdwn, one line. `warnedEnd`: the end the warning was about, epoch ms. */
export function outcomeWords(invite: Invite, warnedEnd: number, outcome: WarningOutcome): string {
  const about = `${shortText(invite.guestEmail, 254)} on *${shortText(invite.hostName, 150)}* (${shortText(invite.eventName, 150)})`;
  return `${deed(invite, warnedEnd, outcome)}: ${about}.`;
}

function deed({ timeZone }: Invite, warnedEnd: number, outcome: WarningOutcome): string {
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
