import { type Invite, isExternal } from '../../domain/invite.ts';
import type { LeftReason } from '../../domain/inviter-left.ts';
import { shortText } from '../blocks/blocks.ts';
import { readerTime } from './time-copy.ts';

/** Who invited, mrkdwn, for lists. */
export function inviterCopy(invite: Invite): string {
  return isExternal(invite) ? 'created in Parsec' : `<@${invite.inviterId}>`;
}

/** Who invited, as the beginning of a sentence, mrkdwn. */
export function invitedCopy(invite: Invite): string {
  if (isExternal(invite)) return "Created in Parsec's dashboard";
  return `Invited by <@${invite.inviterId}>`;
}

const reasons = {
  deactivated: (who) => `${who}'s account is deactivated`,
  guest: (who) => `${who} now has a guest account`,
  removed: (who) => `${who} is no longer in this workspace`,
  external: (who) => `${who} now belongs to another workspace`,
  bot: (who) => `${who} is now a bot account`,
} satisfies Record<LeftReason, (who: string) => string>;

/** Why somebody can no longer be an inviter, without a full stop, mrkdwn. */
export function whyLeftCopy(why: string, personId: string): string {
  return why in reasons ? reasons[why as LeftReason](`<@${personId}>`) : `<@${personId}> can no longer use Guestlist`;
}

/** The same of an invite's inviter. */
export function leftCopy({ inviterId, inviterLeft }: Pick<Invite, 'inviterId' | 'inviterLeft'>): string {
  return whyLeftCopy(inviterLeft?.why ?? '', inviterId);
}

/** The end of an invite on hold, mrkdwn: whether the guest could ever connect depends on when Parsec confirmed the hold. */
export function heldEndCopy(invite: Invite): string {
  const guest = shortText(invite.guestEmail, 254);
  const awayAt = invite.inviterLeft?.awayAt ?? invite.endsAt;
  const access =
    awayAt <= invite.startsAt
      ? `${guest} couldn't connect.`
      : `${guest} may have been able to connect until ${readerTime(awayAt, invite.timeZone)}, when Parsec confirmed the hold.`;
  return `Nobody took over this invite. ${access}`;
}
