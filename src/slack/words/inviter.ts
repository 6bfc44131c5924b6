import { type Invite, isAdopted } from '../../domain/invite.ts';
import type { LeftReason } from '../../domain/inviter-left.ts';
import { shortText } from '../views/blocks.ts';
import { readerTime } from './times.ts';

/** Who invited, mrkdwn, for lists. */
export function inviterWords(invite: Invite): string {
  return isAdopted(invite) ? 'made in Parsec' : `<@${invite.inviterId}>`;
}

/** Who invited, as the beginning of a sentence, mrkdwn. */
export function invitedWords(invite: Invite): string {
  if (isAdopted(invite)) return "Made in Parsec's own dashboard";
  return `Invited by <@${invite.inviterId}>`;
}

const reasons = {
  deactivated: (who) => `${who}'s account is deactivated`,
  guest: (who) => `${who} is a guest account now`,
  removed: (who) => `${who} is no longer in this workspace`,
  external: (who) => `${who} belongs to another workspace now`,
  bot: (who) => `${who} is a bot account now`,
} satisfies Record<LeftReason, (who: string) => string>;

/** Why somebody cannot answer for an invite, without a full stop, mrkdwn. */
export function reasonWords(why: string, personId: string): string {
  return why in reasons ? reasons[why as LeftReason](`<@${personId}>`) : `<@${personId}> can't use Guestlist any more`;
}

/** Why its inviter cannot answer for an invite, without a full stop, mrkdwn. */
export function leftWords({ inviterId, inviterLeft }: Pick<Invite, 'inviterId' | 'inviterLeft'>): string {
  return reasonWords(inviterLeft?.why ?? '', inviterId);
}

/** What an invite did that ended on hold, mrkdwn: whether the guest ever could connect depends on when Parsec confirmed. */
export function heldEndWords(invite: Invite): string {
  const guest = shortText(invite.guestEmail, 254);
  const awayAt = invite.inviterLeft?.awayAt ?? invite.endsAt;
  const access =
    awayAt <= invite.startsAt
      ? `${guest} could not connect.`
      : `${guest} may have been able to connect until ${readerTime(awayAt, invite.timeZone)}, when Parsec confirmed the hold.`;
  return `Nobody took this invite over. ${access}`;
}
