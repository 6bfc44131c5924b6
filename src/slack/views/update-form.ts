import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Invite, Terms } from '../../domain/invite.ts';
import { modals } from '../names.ts';
import { context, option, plain, shortText } from './blocks.ts';
import { clashBlocks } from './clash-question.ts';
import { titleAbout } from './dialog-words.ts';
import { writeMemory } from './form-memory.ts';
import { hostBlock, type InviteForm, permissionBlocks } from './invite-form.ts';
import { mailBlock } from './telling-blocks.ts';
import { timeBlocks, zoneBlock } from './time-blocks.ts';

/** The parts of an invite that can still be changed. */
export type UpdateForm = Pick<
  InviteForm,
  'host' | 'permissions' | 'time' | 'sendEmail' | 'presetNo' | 'hostNo' | 'lengthNo'
> & {
  /** What it opened with. */
  readonly shown: Terms | undefined;
};

/** The modal in which an invite is changed. What Parsec cannot change is shown, not asked. */
export function updateModal(
  invite: Invite,
  form: UpdateForm,
  lines: { readonly times: string; readonly clash: string; readonly clashKey?: string; readonly online?: string },
): ModalView {
  return {
    type: 'modal',
    callback_id: modals.update,
    title: titleAbout('Update', invite.guestEmail),
    submit: plain('Update'),
    close: plain('Close'),
    private_metadata: writeMemory(form, { inviteId: invite.id, shown: form.shown }),
    blocks: [
      context(
        `${shortText(invite.guestEmail, 254)} · ${shortText(invite.eventName, 150)} · \`${invite.id}\`\nParsec cannot change the e-mail, the event name or the message. For those, cancel this invite and make a new one.`,
      ),
      hostBlock(form.host, form.hostNo),
      ...(lines.online ? [context(lines.online, 'online_line')] : []),
      ...timeBlocks(form.time, lines.times, form.lengthNo),
      ...clashBlocks({ line: lines.clash, key: lines.clashKey ?? '' }, 'Update anyway'),
      ...permissionBlocks(form.permissions, form.presetNo),
      zoneBlock(form.time.zone),
      mailChangeBlock(form.sendEmail),
    ],
  };
}

const mailChange: PlainTextOption = option(
  'Parsec emails the guest the new times',
  'mail',
  'Only sent when the start or the end changes.',
);

/** Whether Parsec tells the guest about new times. Parsec sends it only when the start or the end changes. */
export function mailChangeBlock(sendEmail: boolean): InputBlock {
  return mailBlock('E-mail', mailChange, sendEmail);
}
