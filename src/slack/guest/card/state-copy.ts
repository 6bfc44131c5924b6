import type { Presence } from '../../../domain/attendance.ts';
import { cardState, type Invite } from '../../../domain/invite.ts';
import { noOtherAccess, type OtherAccess } from '../../../domain/other-access.ts';
import { writeLength } from '../../../domain/time/durations.ts';
import { askedLength } from '../../../domain/time/late-start.ts';
import type { BesideInvite } from '../../../flows/shared/notifier.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { waitsCopy } from '../../shared/approval-copy.ts';
import { heldEndCopy, leftCopy } from '../../shared/inviter-copy.ts';
import { accessCopy, alsoCopy } from '../../shared/other-access-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { readerAgo, readerSpan, readerTime } from '../../shared/time-copy.ts';

/**
 * The state line of a card, mrkdwn. `access`: what else lets the guest in, where this invite does not any more; `waits`: the request for approval it
 * waits for, where that is known.
 */
export function stateCopy(invite: Invite, now: number, access: OtherAccess, waits?: BesideInvite['waits']): string {
  const zone = invite.timeZone;
  const also = alsoCopy('The guest', access, invite, now);
  switch (cardState(invite, now)) {
    case 'awaiting':
      return `:raised_hand: *Waiting for approval*${waits === undefined ? '' : ` ${waitsCopy(waits)}`}. Nothing is sent to Parsec yet.`;
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
      return (
        notApprovedCopy(invite) ??
        `:x: *The invite wasn't created.* ${invite.problem === undefined ? '' : escapeText(problemCopy(invite.problem))}`
      );
  }
}

/**
 * Whether the guest is there, in a sentence, mrkdwn; '' where the provider's log says nothing. Of an invite that is over, only what is known of
 * all its time.
 */
export function presenceCopy(invite: Invite, presence: Presence | undefined, now: number): string {
  const zone = invite.timeZone;
  const state = cardState(invite, now);
  switch (presence?.is) {
    case 'connected':
      return `Connected ${readerTime(presence.since, zone)}.`;
    case 'left':
      return `Connected ${readerTime(presence.connectedAt, zone)}, left ${readerTime(presence.at, zone)}.`;
    case 'absent':
      if (state === 'active') return "Hasn't connected.";
      return state === 'ended' && presence.asOf >= invite.endsAt ? 'Never connected.' : '';
    default:
      return '';
  }
}

/** Of an invite that nobody approved: who denied it and why, or that nobody decided; undefined for other failures. */
function notApprovedCopy({ problem }: Invite): string | undefined {
  switch (problem?.code) {
    case 'approval_denied': {
      const { by, message = '' } = problem.facts;
      return `:no_entry: *Denied* by <@${by}>.${message === '' ? '' : ` ${shortText(message, 500)}`}`;
    }
    case 'approval_expired':
      return `:hourglass: *Not approved.* ${escapeText(problemCopy(problem))}`;
    case 'approval_withdrawn':
      return `:leftwards_arrow_with_hook: *Withdrawn.* ${escapeText(problemCopy(problem))}`;
    default:
      return undefined;
  }
}

/** While Parsec is away, of an invite that moves with its start: the times on the card are not those it will have. */
function keptLengthCopy(invite: Invite): string {
  const length = invite.problem === undefined ? undefined : askedLength(invite);
  return length === undefined ? '' : ` It lasts ${writeLength(length)} from when Parsec creates it.`;
}

/** What a failed invite that nobody approved is called. */
const failedStates: Readonly<Record<string, string>> = {
  approval_denied: 'denied',
  approval_expired: 'not approved',
  approval_withdrawn: 'withdrawn',
};

/** The state in one or two words, for lists and plain text. */
export function shortState(invite: Invite, now: number): string {
  const states = {
    awaiting: 'waiting for approval',
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
    failed: failedStates[invite.problem?.code ?? ''] ?? 'failed',
  } satisfies Record<ReturnType<typeof cardState>, string>;
  return states[cardState(invite, now)];
}

/** The mark of a state: what its state line begins with, mrkdwn. */
export function stateMark(invite: Invite, now: number): string {
  return /^:\w+:/.exec(stateCopy(invite, now, noOtherAccess))?.[0] ?? '';
}
