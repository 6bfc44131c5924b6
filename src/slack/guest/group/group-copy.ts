import { type CardState, cardState, type Invite } from '../../../domain/invite.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { GroupOutcome } from '../../../flows/guest/group/change-group.ts';
import type { GroupMember } from '../../../flows/shared/notifier.ts';
import { cut, escapeText, shortText } from '../../blocks/blocks.ts';
import { waitsCopy } from '../../shared/approval-copy.ts';
import { leftCopy } from '../../shared/inviter-copy.ts';
import { alsoCopy } from '../../shared/other-access-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { readerSpan, readerTime } from '../../shared/time-copy.ts';
import { changeCopy } from '../card/change-copy.ts';
import { presenceCopy, shortState, stateMark } from '../card/state-copy.ts';
import { guestCopy, hostCopy } from '../facts-copy.ts';

const LONGEST_REASON = 160;

/** "8 guests" */
export function guestsCopy(count: number): string {
  return count === 1 ? '1 guest' : `${count} guests`;
}

/** How many guests are in which state, in the order in which the states come: "6 scheduled, 1 waiting for approval, 1 failed". */
export function tallyOfGroup(invites: readonly Invite[], now: number): string {
  const counts = new Map<string, number>();
  const sorted = invites.toSorted((a, b) => order.indexOf(cardState(a, now)) - order.indexOf(cardState(b, now)));
  for (const invite of sorted) {
    const state = shortState(invite, now);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => (counts.size === 1 ? `all ${state}` : `${count} ${state}`)).join(', ');
}

const order: readonly CardState[] = [
  'active',
  'scheduled',
  'creating',
  'unconfirmed',
  'awaiting',
  'holding',
  'held',
  'ending',
  'cancelling',
  'ended',
  'cancelled',
  'failed',
];

/** One guest of a group, mrkdwn: who is on which computer, and how that stands. `span`: whether the times are said. */
export function memberCopy(member: GroupMember, now: number, span: boolean): string {
  const { invite } = member;
  const { startsAt, endsAt, timeZone } = invite;
  const times = span ? `\n:clock3: ${readerSpan(startsAt, endsAt, timeZone)}` : '';
  const who = `${stateMark(invite, now)} *${guestCopy(invite)}* on ${hostCopy(invite)}`;
  return `${who} · ${shortState(invite, now)}${detailCopy(member, now)}${times}`;
}

function detailCopy({ invite, access, waits, presence }: GroupMember, now: number): string {
  const state = cardState(invite, now);
  const also = alsoCopy('The guest', access, invite, now);
  const there = presenceCopy(invite, presence, now);
  const details = [
    ...(there === '' ? [] : [there]),
    ...(waits === undefined ? [] : [waitingCopy(waits, invite)]),
    ...(invite.stuckSince === undefined || state === 'cancelled' || state === 'ended'
      ? []
      : [`not done yet: the guest can still connect until ${readerTime(invite.endsAt, invite.timeZone)}`]),
    ...(invite.inviterLeft === undefined || state === 'cancelled' || state === 'ended' ? [] : [leftCopy(invite)]),
    ...(invite.problem === undefined ? [] : [reasonCopy(invite.problem)]),
    ...(invite.change === undefined || invite.change.restores === true
      ? []
      : [`waiting for Parsec to confirm: ${changeCopy(invite.change, invite.timeZone)}`]),
    ...(also === '' ? [] : [also]),
  ];
  return details.map((detail) => `\n      ${detail}`).join('');
}

/** Whose approval the guest waits for, or a change of their invite, mrkdwn: the invite stays as it is until then. */
function waitingCopy(waits: NonNullable<GroupMember['waits']>, { timeZone }: Invite): string {
  const { change } = waits.approval;
  return change === undefined
    ? waitsCopy(waits)
    : `waiting for approval ${waitsCopy(waits)}: ${changeCopy(change, timeZone)}`;
}

/** What nobody is asked about where something is done for all, and the way out. */
const alone: Partial<Record<Problem['code'], string>> = {
  host_booked: 'The computer is booked then. To go on all the same, do it for this guest alone.',
  approval_reason_missing: 'This needs approval and a reason. Ask for it for this guest alone.',
};

/** Why something was not done for a guest, mrkdwn. */
function reasonCopy(problem: Pick<Problem, 'code' | 'facts'>): string {
  return escapeText(alone[problem.code] ?? cut(problemCopy(problem), LONGEST_REASON));
}

const verbs = {
  extend: ['Extended', 'Not extended'],
  end: ['Cancelled', 'Not cancelled'],
  takeOver: ['Took over', 'Not taken over'],
  retry: ['Trying again for', 'Not tried again'],
} as const;

/** What an action on all of a group came to, mrkdwn lines: how many it was done for, and whom it was not done for, and why. */
export function outcomeCopy(action: keyof typeof verbs, outcome: GroupOutcome): readonly string[] {
  const { done, waiting = 0, refused } = outcome;
  const [did, didNot] = verbs[action];
  const first =
    refused.length === 0 && waiting === 0
      ? `${did} ${guestsCopy(done)}. The card shows where each stands.`
      : `${did} ${done - waiting} of ${guestsCopy(done + refused.length)}.`;
  const asked =
    waiting === 0
      ? []
      : [
          `:raised_hand: Guestlist asked for approval for ${guestsCopy(waiting)}. Until then, their invites stay as they are.`,
        ];
  const lines = refused.map(
    ({ invite, problem }) =>
      `• ${didNot}: ${shortText(invite.guestEmail, 254)} on ${shortText(invite.hostName, 60)}. ${reasonCopy(problem)}`,
  );
  return [first, ...asked, ...lines];
}
