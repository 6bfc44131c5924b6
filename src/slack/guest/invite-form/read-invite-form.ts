import type { ViewOutput } from '@slack/bolt';
import { defined } from '../../../domain/defined.ts';
import type { Permissions } from '../../../domain/invite.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { type FormValues, formValues } from '../../blocks/form-values.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { fields } from '../../names.ts';
import { readApprovalAnswer } from '../../shared/approval-blocks.ts';
import type { ExtendForm } from '../change-form/extend-form.ts';
import type { UpdateForm } from '../change-form/update-form.ts';
import { Extends, Memory } from './form-memory.ts';
import type { InviteForm } from './invite-form.ts';
import { readRepeat } from './repeat-blocks.ts';
import type { Fold, TimeForm } from './time-blocks.ts';

/** A computer is read by its id; its name is looked up, never taken from the form. */
type Read<Form extends { readonly host: unknown }> = Omit<Form, 'host'> & { readonly hostId: string | undefined };

/** What the invite modal holds now, as the form it was made from. */
export function readInviteForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): Read<InviteForm> {
  const { presetNo, hostNo, lengthNo, kept, folded, checked, typedIn, reason, repeat, occurrence } = memoryOf(
    view,
    Memory,
  );
  const values = formValues(view);
  return {
    email: values.text(fields.email),
    hostId: values.choice(fields.host) || undefined,
    eventName: values.text(fields.event),
    permissions: readPermissions(values),
    time: readTimeForm(values, kept, folded?.zone),
    message: values.has(fields.message) ? values.text(fields.message) : (folded?.message ?? ''),
    language: values.has(fields.language) ? values.choice(fields.language) : (folded?.language ?? ''),
    sendEmail: values.has(fields.mail) ? values.ticked(fields.mail).includes('mail') : folded?.sendEmail === true,
    channelId: values.has(fields.channel) ? values.conversation(fields.channel) : folded?.channelId,
    approval: readApprovalAnswer(view, reason),
    showsMore: folded === undefined,
    checked,
    repeat: readRepeat(values, repeat),
    ...defined({ typedIn, occurrence }),
    presetNo,
    hostNo,
    lengthNo,
  };
}

function readPermissions(values: FormValues): Permissions {
  const ticked = values.ticked(fields.permissions);
  return {
    keyboard: ticked.includes('keyboard'),
    mouse: ticked.includes('mouse'),
    gamepad: ticked.includes('gamepad'),
  };
}

function readTimeForm(values: FormValues, kept: Memory['kept'], foldedZone = ''): TimeForm {
  const date = (blockId: string, hidden: string) => (values.has(blockId) ? values.date(blockId) : hidden);
  const time = (blockId: string, hidden: string) => (values.has(blockId) ? values.time(blockId) : hidden);
  return {
    zone: values.has(fields.zone) ? values.choice(fields.zone) : foldedZone,
    start: {
      choice: values.choice(fields.startChoice) === 'now' ? 'now' : 'at',
      date: date(fields.startDate, kept.startDate),
      time: time(fields.startTime, kept.startTime),
      fold: fold(values.choice(fields.startFold)),
    },
    end: {
      choice: values.choice(fields.endChoice) === 'for' ? 'for' : 'at',
      date: date(fields.endDate, kept.endDate),
      time: time(fields.endTime, kept.endTime),
      duration: values.has(fields.duration) ? values.text(fields.duration) : kept.duration,
      fold: fold(values.choice(fields.endFold)),
    },
  };
}

function fold(choice: string): Fold | undefined {
  return choice === 'earlier' || choice === 'later' ? choice : undefined;
}

/** What the update modal holds now. */
export function readUpdateForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): Read<UpdateForm> {
  const { presetNo, hostNo, lengthNo, kept, shown, reason } = memoryOf(view, Memory);
  const values = formValues(view);
  return {
    hostId: values.choice(fields.host) || undefined,
    permissions: readPermissions(values),
    time: readTimeForm(values, kept),
    sendEmail: values.ticked(fields.mail).includes('mail'),
    approval: readApprovalAnswer(view, reason),
    presetNo,
    hostNo,
    lengthNo,
    shown,
  };
}

/** What the extend modal holds now; a time of one's own starts at the end it counts from. */
export function readExtendForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): ExtendForm {
  const { endsAt, timeZone, reason } = memoryOf(view, Extends);
  const values = formValues(view);
  const end = wallTimeOf(endsAt, timeZone);
  return {
    choice: values.choice(fields.extension),
    date: values.date(fields.endDate) || end.date,
    time: values.time(fields.endTime) || end.time,
    endsAt,
    timeZone,
    approval: readApprovalAnswer(view, reason),
  };
}
