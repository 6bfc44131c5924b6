import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { MOST_REASON } from '../../flows/shared/approvals.ts';
import type { ShownApproval } from '../../flows/shared/notifier.ts';
import { lineBlock, section } from '../blocks/blocks.ts';
import { input, modal, textInput } from '../blocks/inputs.ts';
import { Count, Id } from '../blocks/metadata.ts';
import { fields, modals } from '../names.ts';
import { approvalCard } from './approval-card.ts';
import { decisionCopy } from './decision-copy.ts';
import { subjectCopy } from './subject-copy.ts';

/** What the modals of a request carry: which it is, and what of it the person saw. */
export const ApprovalMemory = z.object({ id: Id, seen: Count });
/** What the list of requests carries: nothing. */
export const ApprovalsMemory = z.object({});

/** What the modals of a request carry, written. */
function approvalMemory({ approval }: ShownApproval): string {
  return JSON.stringify({ id: approval.id, seen: approval.revision } satisfies z.infer<typeof ApprovalMemory>);
}

/** The modal that asks why a request is denied. */
export function denyModal(shown: ShownApproval): ModalView {
  return modal({
    id: modals.approvalDeny,
    title: 'Deny request',
    submit: 'Deny',
    metadata: approvalMemory(shown),
    blocks: [
      section(`<@${shown.approval.requesterId}> asks to ${subjectCopy(shown)}`),
      noteInput('Reason', 'The person who asked reads it.'),
    ],
  });
}

/** The modal that asks what a review came to. */
export function reviewModal(shown: ShownApproval): ModalView {
  return modal({
    id: modals.approvalReview,
    title: 'Close review',
    submit: 'Close review',
    metadata: approvalMemory(shown),
    blocks: [
      section(`${decisionCopy(shown)}\n<@${shown.approval.requesterId}> asked to ${subjectCopy(shown)}`),
      noteInput('Result', 'What you found. The audit log keeps it.'),
    ],
  });
}

function noteInput(label: string, hint: string) {
  return input(fields.note, label, textInput('', MOST_REASON, { multiline: true }), { hint });
}

/** The whole request in a modal, over the list. `note`: the result of the last click, mrkdwn; '' for none. */
export function requestModal(shown: ShownApproval, note = ''): ModalView {
  return modal({
    id: modals.approvalShown,
    title: 'Request',
    metadata: approvalMemory(shown),
    blocks: [...lineBlock(note, 'note'), ...approvalCard(shown).blocks],
  });
}
