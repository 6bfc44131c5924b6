import type { ModalView } from '@slack/types';
import type { Approval } from '../../domain/approval.ts';
import { type Invite, samePermissions, type Terms } from '../../domain/invite.ts';
import type { Edit } from '../../flows/approval/subject.ts';
import type { ShownApproval } from '../../flows/shared/notifier.ts';
import { lineBlock, section } from '../blocks/blocks.ts';
import { modal } from '../blocks/inputs.ts';
import type { UpdateForm } from '../guest/change-form/update-form.ts';
import { typedWindow } from '../guest/invite-form/form-lines.ts';
import { writeMemory } from '../guest/invite-form/form-memory.ts';
import { formOfInvite, windowForm } from '../guest/invite-form/start-form.ts';
import { permissionBlocks } from '../guest/invite-form/term-blocks.ts';
import { type TimeForm, timeBlocks, zoneBlock } from '../guest/invite-form/time-blocks.ts';
import { modals } from '../names.ts';
import { subjectCopy } from './subject-copy.ts';

/** What an approver can make otherwise. */
export type EditForm = Pick<UpdateForm, 'permissions' | 'time' | 'presetNo' | 'hostNo' | 'lengthNo'>;

/** The modal in which a request is changed and approved. `fault`: why it opens, mrkdwn; '' where the person asked for it. */
export function editModal(
  shown: ShownApproval,
  form: EditForm,
  lines: { readonly times: string; readonly clash: string; readonly fault: string },
): ModalView {
  const { id, revision, requesterId } = shown.approval;
  return modal({
    id: modals.approvalEdit,
    title: 'Edit and approve',
    submit: 'Approve',
    metadata: writeMemory(form, { approval: { id, seen: revision } }),
    blocks: [
      section(`<@${requesterId}> asks to ${subjectCopy(shown)}`),
      ...lineBlock(lines.fault, 'fault'),
      ...timeBlocks(form.time, lines.times, form.lengthNo),
      ...lineBlock(lines.clash, 'clash'),
      ...permissionBlocks(form.permissions, form.presetNo),
      zoneBlock(form.time.zone),
    ],
  });
}

type Asked = { readonly approval: Approval; readonly invite: Invite; readonly terms: Terms };

/** The times that were asked for. What is to begin at once does so when it is approved. */
function askedTime({ approval, invite, terms }: Asked): TimeForm {
  const form = windowForm(terms.timeZone, terms.startsAt, terms.endsAt);
  if (approval.kind === 'change' || invite.typedStart !== 'now') return form;
  const start = { ...form.start, choice: 'now' as const };
  const duration = /^for (.+)$/.exec(invite.typedEnd)?.[1];
  return duration === undefined
    ? { ...form, start }
    : { ...form, start, end: { ...form.end, choice: 'for', duration } };
}

/** The same to begin the form with at `now` (epoch ms): a start that has passed becomes "Now". */
export function firstTime(asked: Asked, now: number): TimeForm {
  const { approval, invite, terms } = asked;
  const isChosen = approval.kind === 'invite' && invite.typedStart !== 'now';
  return isChosen ? formOfInvite({ ...invite, ...terms }, now).time : askedTime(asked);
}

/** What of a form is otherwise than what was asked for. */
export function editOf(form: EditForm, asked: Asked): Edit {
  const { time, permissions } = form;
  const isSameTime = meant(time, time.startFixed) === meant(askedTime(asked), time.startFixed);
  return {
    ...(isSameTime ? {} : { window: typedWindow(time) }),
    ...(samePermissions(permissions, asked.terms.permissions) ? {} : { permissions }),
  };
}

/** The times of a form as far as they are on it. */
function meant({ zone, start, end }: TimeForm, startFixed = false): string {
  return JSON.stringify([
    zone,
    startFixed || (start.choice === 'now' ? 'now' : [start.date, start.time, start.fold]),
    end.choice === 'for' ? end.duration.trim() : [end.date, end.time, end.fold],
  ]);
}
