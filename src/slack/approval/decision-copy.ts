import type { ShownApproval } from '../../flows/shared/notifier.ts';
import { shortText } from '../blocks/blocks.ts';
import { peopleCopy } from './cause-copy.ts';

/** What became of a request, mrkdwn: the first line of its card. */
export function decisionCopy({ approval, votes }: ShownApproval): string {
  const { requesterId, decidedBy, note } = approval;
  const voters = votes.length > 0 ? votes : decidedBy === undefined ? [] : [{ personId: decidedBy }];
  switch (approval.state) {
    case 'open':
      return ':raised_hand: *Waiting for approval.*';
    case 'approved':
      return `:white_check_mark: *Approved*${voters.length === 0 ? '' : ` by ${peopleCopy(voters)}`}.`;
    case 'denied':
      return `:no_entry: *Denied*${decidedBy === undefined ? '' : ` by <@${decidedBy}>`}.${noteCopy(note)}`;
    case 'expired':
      return ':hourglass: *Expired.* Nobody decided in time.';
    case 'withdrawn':
      return decidedBy === undefined
        ? ':leftwards_arrow_with_hook: *Withdrawn.* The invite is over or was changed meanwhile.'
        : `:leftwards_arrow_with_hook: *Withdrawn* by <@${decidedBy}>.`;
    case 'overtaken':
      return ':fast_forward: *No longer needed.* The invite or the policy changed, so this request needs no decision.';
    case 'bypassed':
      return `:rotating_light: *<@${requesterId}> went ahead without approval.* ${reviewCopy(approval)}`;
  }
}

function reviewCopy({ review, reviewedBy, reviewNote }: ShownApproval['approval']): string {
  return review === 'closed'
    ? `:mag: <@${reviewedBy}> closed the review.${noteCopy(reviewNote)}`
    : 'Somebody else has to review it.';
}

function noteCopy(note: string | undefined): string {
  return note === undefined || note === '' ? '' : ` ${shortText(note, 500)}`;
}
