import type { KnownBlock } from '@slack/types';
import { ERASED } from '../../domain/erased.ts';
import type { Invite } from '../../domain/invite.ts';
import { maskedInvite } from '../../domain/masking.ts';
import type { MemberRow } from '../../domain/member-batch.ts';
import { maskAddresses, maskEmail } from '../../domain/text/email.ts';
import type { Message } from '../blocks/blocks.ts';

/** One end of a warning as people see it who may not know its guest's address. */
export function maskedEnd<End extends { readonly invite: Invite }>(end: End): End {
  return { ...end, invite: maskedInvite(end.invite) };
}

/** A row as people see it who may not know its address. A name in the place of an address is masked too, and so is the faulty part of one. */
export function maskedRow(row: MemberRow): MemberRow {
  if (row.email === ERASED) return row;
  const { problem } = row;
  const masked = { ...row, email: maskEmail(row.email) };
  if (problem === undefined || typeof problem.facts.text !== 'string') return masked;
  return { ...masked, problem: { ...problem, facts: { ...problem.facts, text: maskEmail(problem.facts.text) } } };
}

/** Keys of blocks whose texts are for machines. */
const forMachines: ReadonlySet<string> = new Set(['type', 'value', 'action_id', 'block_id', 'style']);

/** A message with no address in it, wherever one stands: in the name of an event, or in what a system said. */
export function maskedMessage({ text, blocks }: Message): Message {
  return { text: maskAddresses(text), blocks: blocks.map((block) => maskedPart(block) as KnownBlock) };
}

function maskedPart(part: unknown): unknown {
  if (typeof part === 'string') return maskAddresses(part);
  if (Array.isArray(part)) return part.map(maskedPart);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, forMachines.has(key) ? value : maskedPart(value)]),
  );
}
