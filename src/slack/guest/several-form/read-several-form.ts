import type { ViewOutput } from '@slack/bolt';
import { defined } from '../../../domain/defined.ts';
import { formValues } from '../../blocks/form-values.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { fields } from '../../names.ts';
import { readApprovalAnswer } from '../../shared/approval-blocks.ts';
import { Memory } from '../invite-form/form-memory.ts';
import { readTimeForm } from '../invite-form/read-invite-form.ts';
import { readPermissions } from '../invite-form/term-blocks.ts';
import { assignments, type SeveralForm } from './several-form.ts';

/** What the form for several guests holds now, as the form it was made from; computers by their ids. `seen`: who gets which, as it has shown it. */
export type ReadSeveralForm = Omit<SeveralForm, 'hosts'> & {
  readonly hostIds: readonly string[];
  readonly seen: string;
};

export function readSeveralForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): ReadSeveralForm {
  const { presetNo, hostNo, lengthNo, kept, checked, typedIn, reason, seen = '' } = memoryOf(view, Memory);
  const values = formValues(view);
  return {
    text: values.text(fields.guests),
    peopleIds: values.people(fields.people),
    hostIds: values.ticked(fields.hosts),
    fills: values.choice(fields.assign) !== assignments.row,
    eventName: values.text(fields.event),
    permissions: readPermissions(values),
    time: readTimeForm(values, kept),
    message: values.text(fields.message),
    sendEmail: values.ticked(fields.mail).includes('mail'),
    channelId: values.conversation(fields.channel),
    approval: readApprovalAnswer(view, reason),
    checked,
    ...defined({ typedIn }),
    presetNo,
    hostNo,
    lengthNo,
    seen,
  };
}
