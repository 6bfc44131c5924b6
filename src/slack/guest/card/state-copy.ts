import { cardState, type Invite } from '../../../domain/invite.ts';
import { noOtherAccess, type OtherAccess } from '../../../domain/other-access.ts';
import { writeLength } from '../../../domain/time/durations.ts';
import { askedLength } from '../../../domain/time/late-start.ts';

import { escapeText } from '../../blocks/blocks.ts';
import { heldEndCopy, leftCopy } from '../../shared/inviter-copy.ts';
import { accessCopy, alsoCopy } from '../../shared/other-access-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { readerAgo, readerSpan, readerTime } from '../../shared/time-copy.ts';

/** The state line of a card, mrkdwn. `access`: what else lets the guest in, where this invite does not any more. */
export function stateCopy(invite: Invite, now: number, access: OtherAccess): string {
  const zone = invite.timeZone;
  const also = alsoCopy('The guest', access, invite, now);
  switch (cardState(invite, now)) {
    case 'creating':
      return `:hourglass_flowing_sand: *Creating the invite in Parsec…*${keptLengthCopy(invite)}`;
    case 'unconfirmed':
      return ":warning: *Not confirmed yet.* Parsec's answer was lost. Guestlist looks for the invite before it tries again, so no credit is spent twice.";
    case 'holding':
      if (invite.stuckSince !== undefined)
        return `:rotating_light: *Not on hold yet.* ${leftCopy(invite)}. ${escapeText(invite.guestEmail)} can still connect until ${readerTime(invite.endsAt, zone)}. Guestlist keeps trying.`;
      return `:hourglass_flowing_sand: *Putting on hold…* ${leftCopy(invite)}. The guest may still be able to connect until Parsec confirms.`;
    case 'held':
      return `:double_vertical_bar: *On hold.* ${leftCopy(invite)}. ${also === '' ? "The guest can't connect until an admin takes over this invite." : `Nobody can connect with this invite until an admin takes it over. ${also}`}`;
    case 'scheduled':
      return `:calendar: *Scheduled* from ${readerSpan(invite.startsAt, invite.endsAt, zone)}`;
    case 'active':
      return `:large_green_circle: *Active* until ${readerTime(invite.endsAt, zone)}. Started ${readerAgo(invite.startsAt, zone)}.`;
    case 'ending':
      return ':hourglass: *Time is up.* Checking with Parsec…';
    case 'cancelling':
      if (invite.stuckSince !== undefined)
        return `:rotating_light: *Not cancelled yet.* ${escapeText(invite.guestEmail)} can still connect until ${readerTime(invite.endsAt, zone)}. Guestlist keeps trying.`;
      return ':hourglass_flowing_sand: *Cancelling…* The guest may still be able to connect until Parsec confirms.';
    case 'cancelled':
      return invite.cancel === undefined
        ? `:no_entry_sign: *Cancelled* in Parsec. ${accessCopy('The guest', access, invite, now)}`
        : `:no_entry_sign: *Cancelled* by <@${invite.cancel.requestedBy}>. ${accessCopy('The guest', access, invite, now)}`;
    case 'ended':
      // One that was to be put on hold may have let the guest in until the end.
      if (invite.inviterLeft?.isHeld === true && invite.inviterLeft.awayAt !== undefined)
        return `:checkered_flag: *Ended on hold* ${readerTime(invite.endsAt, zone)}. ${heldEndCopy(invite)}${also === '' ? '' : ` ${also}`}`;
      return `:checkered_flag: *Ended* ${readerAgo(invite.endsAt, zone)}.${invite.problem === undefined ? ` ${accessCopy('The guest', access, invite, now)}` : also === '' ? '' : ` ${also}`}`;
    case 'failed':
      return `:x: *The invite wasn't created.* ${invite.problem === undefined ? '' : escapeText(problemCopy(invite.problem))}`;
  }
}

/** While Parsec is away, of an invite that moves with its start: the times on the card are not those it will have. */
function keptLengthCopy(invite: Invite): string {
  const length = invite.problem === undefined ? undefined : askedLength(invite);
  return length === undefined ? '' : ` It lasts ${writeLength(length)} from when Parsec creates it.`;
}

/** The state in one or two words, for lists and plain text. */
export function shortState(invite: Invite, now: number): string {
  const states = {
    creating: 'being created',
    unconfirmed: 'not confirmed yet',
    holding: 'being put on hold',
    held: 'on hold',
    scheduled: 'scheduled',
    active: 'active',
    ending: 'time is up',
    cancelling: 'being cancelled',
    cancelled: 'cancelled',
    ended: 'ended',
    failed: 'failed',
  } satisfies Record<ReturnType<typeof cardState>, string>;
  return states[cardState(invite, now)];
}

/** The mark of a state: what its state line begins with, mrkdwn. */
export function stateMark(invite: Invite, now: number): string {
  return /^:\w+:/.exec(stateCopy(invite, now, noOtherAccess))?.[0] ?? '';
}
