import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Invite, Terms } from '../../../domain/invite.ts';
import { context, lineBlock, option } from '../../blocks/blocks.ts';
import { titleAbout } from '../../blocks/dialog-copy.ts';
import { modal } from '../../blocks/inputs.ts';
import { modals } from '../../names.ts';
import { mailBlock } from '../../shared/notification-blocks.ts';
import { eventCopy, guestCopy } from '../facts-copy.ts';
import { clashBlocks } from '../invite-form/clash-question.ts';
import { writeMemory } from '../invite-form/form-memory.ts';
import { hostBlock, type InviteForm, permissionBlocks } from '../invite-form/invite-form.ts';
import { timeBlocks, zoneBlock } from '../invite-form/time-blocks.ts';

/** The parts of an invite that can still be changed. */
export type UpdateForm = Pick<
  InviteForm,
  'host' | 'permissions' | 'time' | 'sendEmail' | 'presetNo' | 'hostNo' | 'lengthNo'
> & {
  /** The terms it opened with. */
  readonly shown: Terms | undefined;
};

/** The modal in which an invite is changed. What Parsec cannot change is only shown. */
export function updateModal(
  invite: Invite,
  form: UpdateForm,
  lines: { readonly times: string; readonly clash: string; readonly clashKey?: string; readonly online?: string },
): ModalView {
  return modal({
    id: modals.update,
    title: titleAbout('Update', invite.guestEmail),
    submit: 'Update',
    metadata: writeMemory(form, { inviteId: invite.id, shown: form.shown }),
    blocks: [
      context(
        `${guestCopy(invite)} · ${eventCopy(invite)} · \`${invite.id}\`\nParsec can't change the email, event name or message. To change those, cancel this invite and invite again.`,
      ),
      hostBlock(form.host, form.hostNo),
      ...lineBlock(lines.online ?? '', 'online_line'),
      ...timeBlocks(form.time, lines.times, form.lengthNo),
      ...clashBlocks({ line: lines.clash, key: lines.clashKey ?? '' }, 'Update anyway'),
      ...permissionBlocks(form.permissions, form.presetNo),
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
