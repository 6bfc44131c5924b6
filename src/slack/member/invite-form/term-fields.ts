import type { KnownBlock } from '@slack/types';
import type { Named } from '../../../domain/member-batch.ts';
import { type TermKind, termKinds } from '../../../domain/member-power.ts';
import type { MemberInvites } from '../../../flows/shared/context.ts';
import { choiceBlocks, type Offered } from '../../blocks/choice-blocks.ts';
import type { FormValues } from '../../blocks/form-values.ts';
import { fields } from '../../names.ts';

/** What a system asks for in an invite. */
export type Asks = MemberInvites['asks'];

export type ByTerm<Value> = { readonly [Kind in TermKind]: Value };

/** The field of each kind of term. */
export const termFields = { role: fields.role, group: fields.group, appRule: fields.appRule } satisfies ByTerm<string>;
const labels = { role: 'Role', group: 'Group', appRule: 'App rule' } satisfies ByTerm<string>;

/** The kind of term that is chosen in a field; undefined for other fields. */
export function termOfField(field: string): TermKind | undefined {
  return termKinds.find((kind) => termFields[kind] === field);
}

/** The block in which a term of a system is chosen. Named after the system: what was chosen for one must not go to another. */
export function termBlockId(kind: TermKind, system: string): string {
  return `${termFields[kind]}:${system}`;
}

/** A value for each kind of term. */
export function eachTerm<Value>(of: (kind: TermKind) => Value): ByTerm<Value> {
  return { role: of('role'), group: of('group'), appRule: of('appRule') };
}

/** A select for each kind of term that the system asks for. `noRole`: shown if there is no role to choose, plain text. */
export function termBlocks(
  asks: Asks,
  system: string,
  offered: ByTerm<Offered>,
  chosen: Partial<ByTerm<Named | undefined>>,
  noRole?: string,
): KnownBlock[] {
  return termKinds.flatMap((kind) => {
    if (asks[kind] === false || asks[kind] === 'none') return [];
    const isOptional = kind !== 'role' || asks.role === 'optional';
    const none = kind === 'role' ? noRole : undefined;
    return choiceBlocks(termFields[kind], labels[kind], system, offered[kind], chosen[kind], isOptional, none);
  });
}

/** The terms chosen for a system in a form. */
export function chosenTerms(values: FormValues, system: string): ByTerm<Named | undefined> {
  return eachTerm((kind) => chosenIn(values, termBlockId(kind, system)));
}

/** What is chosen in a block. */
export function chosenIn(values: FormValues, blockId: string): Named | undefined {
  const found = values.option(blockId);
  return found && { id: found.value, name: found.label };
}
