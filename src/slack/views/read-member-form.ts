import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import type { Named } from '../../domain/member-batch.ts';
import { type TermKind, termKinds } from '../../domain/member-power.ts';
import type { WantedTerms } from '../../flows/member-terms.ts';
import { fields } from '../names.ts';
import { addressBlockId, MOST_BOXES } from './address-blocks.ts';
import { CheckedPlace } from './form-memory.ts';
import { type FormValues, formValues } from './form-values.ts';
import type { MemberForm, Memory } from './member-form.ts';
import { Conversation, Id } from './metadata.ts';

export const MemberMemory: z.ZodType<Memory> = z.object({
  system: Id,
  boxes: z.number().int().positive().max(MOST_BOXES),
  faultsShown: Id,
  // A form that was opened before it was remembered.
  sendEmail: z.boolean().default(true),
  checked: CheckedPlace.optional(),
  typedIn: Conversation.optional(),
});

/** What the form holds now. Choices of another system than the one chosen are not its own and are left out. */
export function readMemberForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): MemberForm {
  const memory = MemberMemory.parse(JSON.parse(view.private_metadata));
  const values = formValues(view);
  const system = values.choice(fields.system) || memory.system;
  return {
    system,
    boxes: Array.from({ length: memory.boxes }, (_, index) => values.text(addressBlockId(index))),
    role: chosen(values, fields.role, system),
    group: chosen(values, fields.group, system),
    appRule: chosen(values, fields.appRule, system),
    sendEmail: values.has(fields.mail) ? values.ticked(fields.mail).includes('mail') : memory.sendEmail,
    channelId: values.conversation(fields.channel),
    checked: memory.checked,
    ...(memory.typedIn === undefined ? {} : { typedIn: memory.typedIn }),
    leaveOut: values.ticked(fields.leaveOut).includes('leave_out'),
    faultsShown: memory.faultsShown,
  };
}

/** The ids that were chosen; what they are called there is not for a form to say. */
export function wantedTerms(form: { readonly [Kind in TermKind]: Named | undefined }): WantedTerms {
  const ids = termKinds.flatMap((kind): [TermKind, string][] => {
    const id = form[kind]?.id;
    return id === undefined ? [] : [[kind, id]];
  });
  return Object.fromEntries(ids);
}

function chosen(values: FormValues, field: string, system: string): Named | undefined {
  const found = values.option(`${field}:${system}`);
  return found && { id: found.value, name: found.label };
}
