import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import type { Named } from '../../../domain/member-batch.ts';
import type { ShownRemoval } from '../../../flows/member/read-removals.ts';
import { cut, escapeText, section, shortText } from '../../blocks/blocks.ts';
import { choiceBlocks, type Offered } from '../../blocks/choice-blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import { modal } from '../../blocks/inputs.ts';
import { Id, memoryOf, Text } from '../../blocks/metadata.ts';
import { fields, modals } from '../../names.ts';
import { ListMetadata } from '../../shared/list-modal.ts';
import { removalRow } from '../../shared/removal.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { type Asks, type ByTerm, chosenIn, chosenTerms } from '../invite-form/term-fields.ts';

/** What a small form over a list is about: an invite or a member, and the list under it. `who` is plain text. */
export const TermsMetadata = ListMetadata.extend({ id: Id, who: Text });
export type TermsMemory = Readonly<z.infer<typeof TermsMetadata>>;

const titles = { edit: 'Edit invite', role: 'Change role' } as const;
const submits = { edit: 'Save changes', role: 'Change role' } as const;
export type TermsForm = keyof typeof titles;

/** Shown while the system is asked. */
export function termsLoading(form: TermsForm, system: string): ModalView {
  return bare(form, `:hourglass_flowing_sand: Asking ${escapeText(systemNames(system))}…`);
}

/** Why nothing can be changed; mrkdwn. */
export function termsRefused(form: TermsForm, why: string): ModalView {
  return bare(form, `:warning: ${why}`);
}

/** Shown for a person who is to be removed: the removal can only be withdrawn. */
export function termsWithRemoval(form: TermsForm, removal: ShownRemoval): ModalView {
  return { ...bare(form, ''), blocks: removalRow(removal, 0) };
}

/** The form that changes the role, group or app rule of an invite. Empty fields stay as they are. */
export function editModal(memory: TermsMemory, asks: Asks, offered: ByTerm<Offered>): ModalView {
  const { system } = memory;
  const shown = [
    ...(asks.role === 'none' ? [] : choose(fields.role, 'Role', system, offered.role, undefined)),
    ...(asks.group ? choose(fields.group, 'Group', system, offered.group, undefined) : []),
    ...(asks.appRule ? choose(fields.appRule, 'App rule', system, offered.appRule, undefined) : []),
  ];
  const about = section(`*${shortText(memory.who, 300)}*\nEmpty fields stay as they are.`);
  return filled('edit', modals.memberEdit, memory, [about, ...shown]);
}

/** The form that gives a member another role. `now` is the role as the system shows it: its id or its name. */
export function roleModal(memory: TermsMemory, role: Offered, now: string | undefined): ModalView {
  const choices = role.state === 'loaded' ? role.choices : [];
  const chosen = choices.find(({ id, name }) => now !== undefined && [id, name].includes(now));
  const about = section(`*${shortText(memory.who, 300)}*`);
  return filled('role', modals.memberRole, memory, [
    about,
    ...choose(fields.memberRole, 'Role', memory.system, role, chosen),
  ]);
}

/** A select, or why its choices couldn't be loaded; opening the form again loads them again. */
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

function bare(form: TermsForm, text: string): ModalView {
  return modal({ id: 'member_terms', title: titles[form], close: 'Back', blocks: [section(text)] });
}

/** Without an input there is nothing to submit. */
function filled(form: TermsForm, callbackId: string, memory: TermsMemory, blocks: ModalView['blocks']): ModalView {
  return modal({
    id: callbackId,
    title: titles[form],
    close: 'Back',
    metadata: JSON.stringify({ ...memory, who: cut(memory.who, 300) } satisfies TermsMemory),
    blocks,
    ...defined({ submit: blocks.some(({ type }) => type === 'input') ? submits[form] : undefined }),
  });
}

/** What a small form holds now. */
export function readTermsForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>) {
  const memory = memoryOf(view, TermsMetadata);
  const values = formValues(view);
  const memberRole = chosenIn(values, `${fields.memberRole}:${memory.system}`);
  return { ...memory, ...chosenTerms(values, memory.system), memberRole };
}
