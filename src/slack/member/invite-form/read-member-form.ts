import type { ViewOutput } from '@slack/bolt';
import { defined } from '../../../domain/defined.ts';
import type { Named } from '../../../domain/member-batch.ts';
import type { WantedTerms } from '../../../flows/member/member-terms.ts';
import { formValues } from '../../blocks/form-values.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { fields } from '../../names.ts';
import { readApprovalAnswer } from '../../shared/approval-blocks.ts';
import { addressBlockId } from './address-blocks.ts';
import { type MemberForm, MemberMemory } from './member-form.ts';
import { type ByTerm, chosenTerms, eachTerm } from './term-fields.ts';

/** What the form holds now, without choices of another system than the one chosen. */
export function readMemberForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): MemberForm {
  const memory = memoryOf(view, MemberMemory);
  const values = formValues(view);
  const system = values.choice(fields.system) || memory.system;
  return {
    system,
    boxes: Array.from({ length: memory.boxes }, (_, index) => values.text(addressBlockId(index))),
    ...chosenTerms(values, system),
    sendEmail: values.has(fields.mail) ? values.ticked(fields.mail).includes('mail') : memory.sendEmail,
    channelId: values.conversation(fields.channel),
    checked: memory.checked,
    typedIn: memory.typedIn,
    leaveOut: values.ticked(fields.leaveOut).includes('leave_out'),
    faultsShown: memory.faultsShown,
    approval: readApprovalAnswer(view, memory.reason),
  };
}

/** The ids that were chosen, without names: a form's names can't be trusted. */
export function wantedTerms(form: ByTerm<Named | undefined>): WantedTerms {
  return defined(eachTerm((kind) => form[kind]?.id));
}
