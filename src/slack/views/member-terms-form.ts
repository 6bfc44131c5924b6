import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Named } from '../../domain/member-batch.ts';
import type { ShownRemoval } from '../../flows/read-removals.ts';
import { fields, modals } from '../names.ts';
import { systemNames } from '../words/systems.ts';
import { cut, escapeText, plain, section, shortText } from './blocks.ts';
import { choiceBlocks, type Offered } from './choice-blocks.ts';
import { formValues } from './form-values.ts';
import { type ListMemory, ListPageNo } from './list-modal.ts';
import type { Asks } from './member-form.ts';
import { Id, Text } from './metadata.ts';
import { removalRow } from './removal.ts';

/** What a small form over a list is about: an invite or a member of it, and the list as it stood. `who` is plain text. */
export type TermsMemory = ListMemory & { readonly id: string; readonly who: string };

/** What may be changed of an invite, as far as it is known. */
export type OfferedTerms = { readonly role: Offered; readonly group: Offered; readonly appRule: Offered };

const titles = { edit: 'Edit the invite', role: 'Change the role' } as const;
export type TermsForm = keyof typeof titles;

/** Shown while the system is asked. */
export function termsLoading(form: TermsForm, system: string): ModalView {
  return bare(form, `:hourglass_flowing_sand: Asking ${escapeText(systemNames(system))}…`);
}

/** Nothing can be changed, and why; mrkdwn. */
export function termsRefused(form: TermsForm, why: string): ModalView {
  return bare(form, `:warning: ${why}`);
}

/** Nothing is changed of somebody who is to be removed: that can only be withdrawn. */
export function termsWithRemoval(form: TermsForm, removal: ShownRemoval): ModalView {
  const view = bare(form, '');
  return { ...view, blocks: removalRow(removal, 0) };
}

/** The modal in which it is changed what somebody is invited to. What is left empty stays as it is. */
export function editModal(memory: TermsMemory, asks: Asks, offered: OfferedTerms): ModalView {
  const { system } = memory;
  const shown = [
    ...(asks.role === 'none' ? [] : choose(fields.role, 'Role', system, offered.role, undefined)),
    ...(asks.group ? choose(fields.group, 'Group', system, offered.group, undefined) : []),
    ...(asks.appRule ? choose(fields.appRule, 'App rule', system, offered.appRule, undefined) : []),
  ];
  const about = section(`*${shortText(memory.who, 300)}*\nWhat is left empty stays as it is.`);
  return filled('edit', modals.memberEdit, memory, [about, ...shown]);
}

/** The modal in which a member gets another role. `now` is the role as the system shows it: its id, or its name. */
export function roleModal(memory: TermsMemory, role: Offered, now: string | undefined): ModalView {
  const choices = role.state === 'loaded' ? role.choices : [];
  const chosen = choices.find(({ id, name }) => now !== undefined && [id, name].includes(now));
  const about = section(`*${shortText(memory.who, 300)}*`);
  return filled('role', modals.memberRole, memory, [
    about,
    ...choose(fields.memberRole, 'Role', memory.system, role, chosen),
  ]);
}

/** What could not be loaded is said; whoever wants it again opens the form again. */
function choose(
  field: string,
  label: string,
  system: string,
  offered: Offered,
  chosen: Named | undefined,
): ModalView['blocks'] {
  if (offered.state === 'failed') return [section(`:warning: *${label}*\n${offered.why}`)];
  return choiceBlocks(field, label, system, offered, chosen, field !== fields.memberRole);
}

function bare(form: TermsForm, words: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'member_terms',
    title: plain(titles[form]),
    close: plain('Back'),
    blocks: [section(words)],
  };
}

/** Without an input there is nothing to submit. */
function filled(form: TermsForm, callbackId: string, memory: TermsMemory, blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(titles[form]),
    ...(blocks.some(({ type }) => type === 'input') ? { submit: plain('Change') } : {}),
    close: plain('Back'),
    private_metadata: JSON.stringify({ ...memory, who: cut(memory.who, 300) } satisfies TermsMemory),
    blocks,
  };
}

export const TermsMetadata: z.ZodType<TermsMemory> = z.object({
  system: Id,
  text: Text,
  page: ListPageNo,
  id: Id,
  who: Text,
});

/** What a small form holds now. */
export function readTermsForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): TermsMemory & {
  readonly role: Named | undefined;
  readonly group: Named | undefined;
  readonly appRule: Named | undefined;
  readonly memberRole: Named | undefined;
} {
  const memory = TermsMetadata.parse(JSON.parse(view.private_metadata));
  const values = formValues(view);
  const chosen = (field: string): Named | undefined => {
    const found = values.option(`${field}:${memory.system}`);
    return found && { id: found.value, name: found.label };
  };
  return {
    ...memory,
    role: chosen(fields.role),
    group: chosen(fields.group),
    appRule: chosen(fields.appRule),
    memberRole: chosen(fields.memberRole),
  };
}
