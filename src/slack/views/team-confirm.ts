import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { RawInput } from '../../flows/context.ts';
import type { KnownOperation } from '../../flows/team-operations.ts';
import { modals, teamFields } from '../names.ts';
import { context, cut, escapeText, plain, section } from './blocks.ts';
import { deedButton, titleOf } from './dialog-words.ts';
import { Id } from './metadata.ts';

/** Slack: private_metadata has at most 3000 characters, a section too. */
const METADATA = 3000;
const SECTION = 3000;

export const TeamConfirmMemory = z.object({
  operation: Id,
  raw: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** Asks once more before something is destroyed; undefined when what was put in is too long to be kept until the answer. */
export function teamConfirm(known: KnownOperation, raw: RawInput, shown: readonly string[]): ModalView | undefined {
  const memory = JSON.stringify({ operation: known.id, raw });
  if (memory.length > METADATA) return undefined;
  const { title, note } = known.row;
  return {
    type: 'modal',
    callback_id: modals.teamConfirm,
    title: titleOf(objectOf(shown) ?? title),
    submit: deedButton(title),
    close: plain('Back'),
    private_metadata: memory,
    blocks: [
      section(`:warning: *${escapeText(title)}*\nThis cannot be taken back.`),
      ...(note === undefined ? [] : [context(escapeText(note))]),
      ...(shown.length === 0 ? [] : [shownBlock(shown)]),
    ],
  };
}

/** What is named first of what was put in: the computer, the group. */
function objectOf([first]: readonly string[]): string | undefined {
  const named = first?.slice(first.indexOf(':') + 1).trim();
  return named === '' ? undefined : named;
}

// Plain text without emoji: as the system calls it.
function shownBlock(shown: readonly string[]): KnownBlock {
  const text = cut(shown.join('\n'), SECTION);
  return { type: 'section', block_id: teamFields.shown, text: { type: 'plain_text', text, emoji: false } };
}

/** What is to be done when the second question is answered. What it is called is looked up again: a form is a claim. */
export function readTeamConfirm(view: { readonly private_metadata: string }): {
  readonly operation: string;
  readonly raw: RawInput;
} {
  return TeamConfirmMemory.parse(JSON.parse(view.private_metadata));
}
