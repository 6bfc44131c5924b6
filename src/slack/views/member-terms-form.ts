import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Named } from '../../domain/member-batch.ts';
import { fields, modals } from '../names.ts';
import { escapeText, plain, section } from './blocks.ts';
import { choiceBlocks, type Offered } from './choice-blocks.ts';
import { formValues } from './form-values.ts';
import type { Asks } from './member-form.ts';

/** What a small form over a list is about: an invite or a member of a system. */
export type TermsMemory = { readonly system: string; readonly id: string; readonly who: string };

/** The modal in which it is changed what somebody is invited to. What is left empty stays as it is. */
export function editModal(
  memory: TermsMemory,
  asks: Asks,
  offered: { readonly role: Offered; readonly group: Offered; readonly appRule: Offered },
): ModalView {
  const ready = [offered.role, offered.group, offered.appRule].every(({ state }) => state !== 'loading');
  return {
    ...frame(modals.memberEdit, 'Edit the invite', memory, ready),
    blocks: [
      section(`*${escapeText(memory.who)}*\nWhat is left empty stays as it is.`),
      ...(asks.role === 'none' ? [] : choiceBlocks(fields.role, 'Role', memory.system, offered.role, undefined, true)),
      ...(asks.group ? choiceBlocks(fields.group, 'Group', memory.system, offered.group, undefined, true) : []),
      ...(asks.appRule
        ? choiceBlocks(fields.appRule, 'App rule', memory.system, offered.appRule, undefined, true)
        : []),
    ],
  };
}

/** The modal in which a member gets another role. */
export function roleModal(memory: TermsMemory, role: Offered): ModalView {
  return {
    ...frame(modals.memberRole, 'Change the role', memory, role.state !== 'loading' && role.state !== 'failed'),
    blocks: [
      section(`*${escapeText(memory.who)}*`),
      ...choiceBlocks(fields.role, 'Role', memory.system, role, undefined, false),
    ],
  };
}

function frame(callbackId: string, title: string, memory: TermsMemory, ready: boolean) {
  return {
    type: 'modal' as const,
    callback_id: callbackId,
    title: plain(title),
    ...(ready ? { submit: plain('Change') } : {}),
    close: plain('Back'),
    private_metadata: JSON.stringify(memory satisfies TermsMemory),
  };
}

const Memory: z.ZodType<TermsMemory> = z.object({ system: z.string(), id: z.string(), who: z.string() });

/** What a small form holds now. */
export function readTermsForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): TermsMemory & {
  readonly role: Named | undefined;
  readonly group: Named | undefined;
  readonly appRule: Named | undefined;
} {
  const memory = Memory.parse(JSON.parse(view.private_metadata));
  const values = formValues(view);
  const chosen = (field: string): Named | undefined => {
    const found = values.option(`${field}:${memory.system}`);
    return found && { id: found.value, name: found.label };
  };
  return { ...memory, role: chosen(fields.role), group: chosen(fields.group), appRule: chosen(fields.appRule) };
}
