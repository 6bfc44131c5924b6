import { writeLength } from '../../domain/durations.ts';
import { cardState, type Invite } from '../../domain/invite.ts';

import { askedLength } from '../../domain/late-start.ts';
import { noOtherAccess, type OtherAccess } from '../../domain/other-access.ts';

import { escapeText } from '../views/blocks.ts';
import { heldEndWords, leftWords } from './inviter.ts';
import { accessWords, alsoWords } from './other-access.ts';
import { problemWords } from './problems.ts';
import { readerAgo, readerSpan, readerTime } from './times.ts';

/** The state line of a card, mrkdwn. `access`: what else lets the guest in, where this invite does not any more. */
export function stateWords(invite: Invite, now: number, access: OtherAccess): string {
  const zone = invite.timeZone;
  const also = alsoWords('The guest', access, invite, now);
  switch (cardState(invite, now)) {
    case 'creating':
      return `:hourglass_flowing_sand: *Creating the invite at Parsec…*${keptLengthWords(invite)}`;
    case 'unconfirmed':
      return ":warning: *Not confirmed yet.* Parsec's answer was lost. Guestlist looks for the invite before it tries again, so that no credit is spent twice.";
    case 'holding':
      if (invite.stuckSince !== undefined)
        return `:rotating_light: *Not on hold yet.* ${leftWords(invite)}. ${escapeText(invite.guestEmail)} can still connect until ${readerTime(invite.endsAt, zone)}. Guestlist keeps trying.`;
      return `:hourglass_flowing_sand: *Being put on hold…* ${leftWords(invite)}. Until Parsec confirms, the guest may still be able to connect.`;
    case 'held':
      return `:double_vertical_bar: *On hold.* ${leftWords(invite)}. ${also === '' ? "The guest can't connect until an admin takes this invite over." : `This invite lets nobody in until an admin takes it over. ${also}`}`;
    case 'scheduled':
      return `:calendar: *Scheduled.* From ${readerSpan(invite.startsAt, invite.endsAt, zone)}`;
    case 'active':
      return `:large_green_circle: *Active* until ${readerTime(invite.endsAt, zone)}. Started ${readerAgo(invite.startsAt, zone)}.`;
    case 'over':
      return ':hourglass: *Time is up.* Checking with Parsec…';
    case 'cancelling':
      if (invite.stuckSince !== undefined)
        return `:rotating_light: *Not cancelled yet.* ${escapeText(invite.guestEmail)} can still connect until ${readerTime(invite.endsAt, zone)}. Guestlist keeps trying.`;
      return ':hourglass_flowing_sand: *Cancelling…* Until Parsec confirms, the guest may still be able to connect.';
    case 'cancelled':
      return invite.cancel === undefined
        ? `:no_entry_sign: *Cancelled* in Parsec. ${accessWords('The guest', access, invite, now)}`
        : `:no_entry_sign: *Cancelled* by <@${invite.cancel.askedBy}>. ${accessWords('The guest', access, invite, now)}`;
    case 'ended':
      // One that was to be put on hold may have let the guest in until the end.
      if (invite.inviterLeft?.isHeld === true && invite.inviterLeft.awayAt !== undefined)
        return `:checkered_flag: *Ended on hold* ${readerTime(invite.endsAt, zone)}. ${heldEndWords(invite)}${also === '' ? '' : ` ${also}`}`;
      return `:checkered_flag: *Ended* ${readerAgo(invite.endsAt, zone)}.${invite.problem === undefined ? ` ${accessWords('The guest', access, invite, now)}` : also === '' ? '' : ` ${also}`}`;
    case 'failed':
      return `:x: *No invite was made.* ${invite.problem === undefined ? '' : escapeText(problemWords(invite.problem))}`;
  }
}

/** While Parsec is away, of an invite that moves with its start: the times on the card are not those it will have. */
function keptLengthWords(invite: Invite): string {
  const length = invite.problem === undefined ? undefined : askedLength(invite);
  return length === undefined ? '' : ` It lasts ${writeLength(length)} from when Parsec makes it.`;
}

/** The state in one or two words, for lists and plain text. */
export function shortState(invite: Invite, now: number): string {
  const words = {
    creating: 'being created',
    unconfirmed: 'not confirmed yet',
    holding: 'being put on hold',
    held: 'on hold',
    scheduled: 'scheduled',
    active: 'active',
    over: 'time is up',
    cancelling: 'being cancelled',
    cancelled: 'cancelled',
    ended: 'ended',
    failed: 'failed',
  } satisfies Record<ReturnType<typeof cardState>, string>;
  return words[cardState(invite, now)];
}

/** The mark of a state: what its state line begins with, mrkdwn. */
export function stateMark(invite: Invite, now: number): string {
  return /^:\w+:/.exec(stateWords(invite, now, noOtherAccess))?.[0] ?? '';
}
