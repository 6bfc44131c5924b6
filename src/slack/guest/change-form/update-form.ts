import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import { type Invite, isAwaiting, type Terms } from '../../../domain/invite.ts';
import { context, lineBlock, option } from '../../blocks/blocks.ts';
import { titleAbout } from '../../blocks/dialog-copy.ts';
import { modal } from '../../blocks/inputs.ts';
import { modals } from '../../names.ts';
import { approvalBlocks, submitCopy } from '../../shared/approval-blocks.ts';
import { mailBlock } from '../../shared/notification-blocks.ts';
import { eventCopy, guestCopy } from '../facts-copy.ts';
import { clashBlocks } from '../invite-form/clash-question.ts';
import { writeMemory } from '../invite-form/form-memory.ts';
import type { FormLines, InviteForm } from '../invite-form/invite-form.ts';
import { hostBlock, permissionBlocks } from '../invite-form/term-blocks.ts';
import { timeBlocks, zoneBlock } from '../invite-form/time-blocks.ts';

/** The parts of an invite that can still be changed. */
export type UpdateForm = Pick<
  InviteForm,
  'host' | 'permissions' | 'time' | 'sendEmail' | 'approval' | 'presetNo' | 'hostNo' | 'lengthNo'
> & {
  /** The terms it opened with. */
  readonly shown: Terms | undefined;
};

/** The modal in which an invite is changed. What Parsec cannot change is only shown. */
export function updateModal(
  invite: Invite,
  form: UpdateForm,
  lines: Pick<FormLines, 'times' | 'clash' | 'clashKey' | 'online' | 'approval' | 'isApprovalNew'>,
): ModalView {
  const { approval, isApprovalNew: wasSent = false } = lines;
  const reason = approval === undefined ? form.approval.reason || undefined : undefined;
  const subject = isAwaiting(invite) ? 'invite' : 'change';
  return modal({
    id: modals.update,
    title: titleAbout('Update', invite.guestEmail),
    submit: submitCopy('Update', approval, form.approval),
    metadata: writeMemory(form, { inviteId: invite.id, shown: form.shown, ...defined({ reason }) }),
    blocks: [
      context(
        `${guestCopy(invite)} · ${eventCopy(invite)} · \`${invite.id}\`\nParsec can't change the email, event name or message. To change those, cancel this invite and invite again.`,
      ),
      hostBlock(form.host, form.hostNo),
      ...lineBlock(lines.online ?? '', 'online_line'),
      ...timeBlocks(form.time, lines.times, form.lengthNo),
      ...clashBlocks({ line: lines.clash, key: lines.clashKey ?? '' }, 'Update anyway'),
      ...permissionBlocks(form.permissions, form.presetNo),
      ...approvalBlocks(approval, form.approval, { subject, wasSent }),
      zoneBlock(form.time.zone),
      mailChangeBlock(form.sendEmail),
    ],
  });
}

const mailChange: PlainTextOption = option(
  'Parsec emails the guest the new times',
  'mail',
  'Sent only if the start or end changes.',
);

/** Whether Parsec emails the guest about new times. Parsec does so only when the start or the end changes. */
export function mailChangeBlock(sendEmail: boolean): InputBlock {
  return mailBlock('Email', mailChange, sendEmail);
}
