import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Named } from '../../../domain/member-batch.ts';
import type { ApprovalQuestion } from '../../../flows/shared/asked-for.ts';
import { button, buttonRow, context, escapeText, lineBlock, option } from '../../blocks/blocks.ts';
import type { Offered } from '../../blocks/choice-blocks.ts';
import { input, modal } from '../../blocks/inputs.ts';
import { Conversation, Id, Text } from '../../blocks/metadata.ts';
import { fields, memberActions, modals } from '../../names.ts';
import { type ApprovalAnswer, approvalBlocks, submitCopy } from '../../shared/approval-blocks.ts';
import { CheckedPlace } from '../../shared/form-place.ts';
import { systemSelect } from '../../shared/list-modal.ts';
import { channelBlocks, mailBlock } from '../../shared/notification-blocks.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { addressBlock, faultBlocks, MOST_BOXES, type RowFault } from './address-blocks.ts';
import { type Asks, type ByTerm, termBlocks } from './term-fields.ts';

/** What the form holds. */
export type MemberForm = ByTerm<Named | undefined> & {
  readonly system: string;
  /** The text of each text area. */
  readonly boxes: readonly string[];
  readonly sendEmail: boolean;
  readonly channelId: string | undefined;
  /** The channel in which the form was opened, if any. */
  readonly typedIn?: string | undefined;
  /** The channel that the line under the channel is about; undefined before one was checked. */
  readonly checked: CheckedPlace | undefined;
  readonly leaveOut: boolean;
  /** Which rows with faults are shown, as a mark; '' when none are. */
  readonly faultsShown: string;
  /** What was answered about approval. */
  readonly approval: ApprovalAnswer;
};

/** Everything around what was typed. */
export type MemberFormFrame = ByTerm<Offered> & {
  /** Names of the connected systems. */
  readonly systems: readonly string[];
  readonly asks: Asks;
  /** Shown if there is no role to choose, plain text. */
  readonly noRole: string | undefined;
  /** That only admins can assign the rest, plain text; '' if there is no rest. */
  readonly forAdmins: string;
  readonly faults: readonly RowFault[];
  /** Rows that could be invited. */
  readonly good: number;
  /** What is asked about approval; undefined where nobody has to approve. */
  readonly approval: ApprovalQuestion | undefined;
  /** Whether the form was submitted before it could ask that. */
  readonly isApprovalNew: boolean;
  /** The line about the channel, mrkdwn; '' for none. */
  readonly channel: string;
};

export const inviteTitle = 'Invite members';

/** What the form carries. `sendEmail`: kept while a system is shown that doesn't ask about email. */
export const MemberMemory = z.object({
  system: Id,
  boxes: z.number().int().positive().max(MOST_BOXES),
  faultsShown: Id,
  // Missing in forms opened by an older version.
  sendEmail: z.boolean().default(true),
  checked: CheckedPlace.optional(),
  typedIn: Conversation.optional(),
  /** Why approval is wanted, while the form doesn't ask for it. */
  reason: Text.optional(),
});

/** The form that invites members. */
export function memberModal(form: MemberForm, frame: MemberFormFrame): ModalView {
  const { asks } = frame;
  const { system, boxes, faultsShown, sendEmail, checked, typedIn } = form;
  const reason = frame.approval === undefined ? form.approval.reason || undefined : undefined;
  const memory = { system, boxes: boxes.length, faultsShown, sendEmail, checked, typedIn, reason };
  const addBox = button('Add a box', memberActions.room, String(boxes.length));
  return modal({
    id: modals.memberInvite,
    title: inviteTitle,
    submit: submitCopy('Invite', frame.approval, form.approval),
    metadata: JSON.stringify(memory satisfies z.infer<typeof MemberMemory>),
    blocks: [
      systemBlock(system, frame.systems),
      ...boxes.map((text, index) => addressBlock(text, index, asks.names)),
      ...buttonRow(boxes.length < MOST_BOXES ? [addBox] : [], 'room'),
      ...faultBlocks(frame.faults, frame.good, faultsShown, form.leaveOut),
      ...termBlocks(asks, system, frame, form, frame.noRole),
      ...lineBlock(escapeText(frame.forAdmins), 'for_admins'),
      ...approvalBlocks(frame.approval, form.approval, { subject: 'members', wasSent: frame.isApprovalNew }),
      mailOf(asks.sendEmail, systemNames(system), sendEmail),
      ...channelBlocks(form.channelId, {
        hint: 'The card of these invites and its updates are posted here.',
        line: frame.channel,
        actionId: memberActions.channel,
      }),
    ],
  });
}

function systemBlock(system: string, systems: readonly string[]): KnownBlock {
  if (systems.length < 2) return context(`System: *${escapeText(systemNames(system))}*`, fields.system);
  return input(fields.system, 'System', systemSelect(memberActions.system, system, systems), { dispatches: true });
}

function mailOf(sendEmail: Asks['sendEmail'], name: string, chosen: boolean): KnownBlock {
  if (sendEmail === 'always') return context(`:email: ${name} emails each person an invitation.`, 'mail_words');
  if (sendEmail === 'never') {
    return context(`:link: ${name} emails nobody. Get the join links from the card.`, 'mail_words');
  }
  const mail = option(`${name} emails each person an invitation`, 'mail', 'If not, send the join links yourself.');
  return mailBlock('Invitation email', mail, chosen);
}
