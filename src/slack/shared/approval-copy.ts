import type { Button } from '@slack/types';
import type { Invite } from '../../domain/invite.ts';
import type { ByCode } from '../../domain/problem.ts';
import type { BesideInvite, DirectNotice } from '../../flows/shared/notifier.ts';
import { button, shortText } from '../blocks/blocks.ts';
import { approvalActions } from '../names.ts';
import { approversCopy } from './approval-need-copy.ts';
import { systemOf } from './system-copy.ts';
import { readerAgo } from './time-copy.ts';

type Facts = DirectNotice['facts'];

/** What a request for approval refuses, and the way out; at a field, the fix comes first. Plain text. */
export const approvalCopy = {
  approval_needed: ({ by, count, rule }) =>
    `This needs approval by ${approversCopy({ by: by.split(', '), count })} (rule “${rule}”).`,
  approval_reason_missing: () => 'Enter a reason. The people who decide read it.',
  approval_reason_too_long: ({ max }) => `Use at most ${max} characters for the reason.`,
  approval_unknown: () => "Guestlist can't find this request. Type “/guest approvals” to see what waits.",
  approval_decided: ({ state }) => {
    const ended: Readonly<Record<string, string>> = {
      approved: 'This request is approved already.',
      denied: 'This request was denied.',
      expired: 'This request expired before anybody decided.',
      withdrawn: 'This request was withdrawn.',
    };
    return ended[state] ?? 'This request no longer needs a decision.';
  },
  approval_changed: () => 'This request changed in the meantime. Look at it again, then decide.',
  approval_start_passed: () => 'Choose a new time. The start or the end of this request has passed.',
  approval_denied: ({ message }) => `An approver denied it${message === '' ? '.' : `: ${message}`}`,
  approval_expired: () => 'Nobody approved it in time. Ask again, or ask the approvers first.',
  approval_withdrawn: () => 'The person who asked withdrew the request.',
  approval_missing: () => 'It now needs approval. Ask again, and say why.',
  edit_needs_approval: ({ provider }) =>
    `An invite like this to ${systemOf({ provider })} needs approval, and a change can't ask for it. Cancel this invite and invite again.`,
  invite_awaiting: () => 'This invite is waiting for approval. Use “Update” to change it, or cancel it.',
  not_approver: () => "You aren't among the people who approve this.",
  own_approval: () => 'Somebody else has to approve your own request.',
  not_requester: () => 'Only the person who asked can withdraw this request.',
  not_bypasser: () => "You can't go ahead without approval. Ask for approval instead.",
  review_closed: () => 'This review is closed already.',
  own_review: () => 'Somebody else has to review this.',
} satisfies Partial<ByCode<string>>;

/** Whose approval something waits for, after "Waiting for approval", mrkdwn: "by 2 people from leads, 1 of 2 so far". */
export function waitsCopy({ approval: { by, needed }, votes }: NonNullable<BesideInvite['waits']>): string {
  const whose = `by ${shortText(approversCopy({ by, count: needed }), 200)}`;
  return votes === 0 ? whose : `${whose}, ${votes} of ${needed} so far`;
}

const whats: Readonly<Record<string, string>> = { invite: 'invite', change: 'change', members: 'member invites' };

const whatOf = ({ what }: Facts) => whats[String(what)] ?? 'request';
const reasonOf = ({ text }: Facts) => (text === undefined ? '' : ` ${shortText(String(text), 500)}`);

/**
 * Which invite a direct message is about, after `before`, mrkdwn: ": ana@… on *Edit 3* (Render review)"; '' where it is about none, or says so
 * beside.
 */
function aboutCopy(invite: Invite | undefined, before = ': '): string {
  if (invite === undefined) return '';
  const { guestEmail, hostName, eventName } = invite;
  return `${before}${shortText(guestEmail, 254)} on *${shortText(hostName, 150)}* (${shortText(eventName, 150)})`;
}

/** What became of a request, mrkdwn. `invite`: which it was about, where that has to be said. */
export function outcomeCopy(facts: Facts, invite?: Invite): string {
  const what = `${whatOf(facts)}${aboutCopy(invite, ' for ')}`;
  switch (facts.outcome) {
    case 'approved':
      return `:white_check_mark: <@${facts.by}> approved the ${what}.`;
    case 'denied':
      return `:no_entry: <@${facts.by}> denied the ${what}.${reasonOf(facts)}`;
    case 'reviewed':
      return `:mag: <@${facts.by}> closed the review of the ${what}.${reasonOf(facts)}`;
    default:
      return `:hourglass: Nobody approved the ${what} in time, so the request expired. Ask again, or ask the approvers first.`;
  }
}

/** A reminder of a request that waits, mrkdwn. `invite` as in outcomeCopy; in a channel only its computer is named. */
export function approvalReminderCopy(facts: Facts, invite?: Invite): string {
  const asked = readerAgo(Number(facts.since), 'UTC');
  const host = facts.host === undefined ? '' : `: *${shortText(String(facts.host), 150)}*`;
  const about = invite === undefined ? host : aboutCopy(invite);
  return facts.outcome === 'bypassed'
    ? `:bell: ${calledCopy(facts)}<@${facts.by}> went ahead without approval ${asked}${about}. Somebody else has to review it.`
    : `:bell: ${calledCopy(facts)}<@${facts.by}> asked for approval ${asked} and is still waiting${about}. Approve or deny the request.`;
}

/** In a channel: whom it is for. */
function calledCopy({ mentions }: Facts): string {
  return typeof mentions === 'string' && mentions !== '' ? `${mentionsCopy(mentions.split(','))}: ` : '';
}

/** Mentions of people and user groups by their ids. */
export function mentionsCopy(ids: readonly string[]): string {
  return ids.map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`)).join(', ');
}

/** The direct messages about approvals, mrkdwn. */
export const approvalNotices = {
  approval_reminder: (facts, _also, invite) => approvalReminderCopy(facts, invite),
  approval_bypassed: (facts, _also, invite) =>
    `:rotating_light: <@${facts.by}> went ahead without approval${aboutCopy(invite)}. Somebody else has to review it.`,
  approval_decided: (facts, _also, invite) => outcomeCopy(facts, invite),
  approval_unasked: (facts, _also, invite) =>
    `:warning: <@${facts.by}> asked for approval, and Guestlist knows nobody to ask${aboutCopy(invite)}. Nobody else is in ${shortText(String(facts.approvers), 200)}. Correct policy.yaml; until then the request waits.`,
} satisfies Partial<Record<DirectNotice['name'], (facts: Facts, also: string, invite: Invite | undefined) => string>>;

/** What opens the request a notice is about; none where the notice names no request. */
export function openRequestButtons({ approval }: Facts): Button[] {
  return typeof approval === 'string' ? [button('Open request', approvalActions.open, approval)] : [];
}
