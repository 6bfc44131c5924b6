import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { RawInput } from '../../../flows/shared/context.ts';
import type { KnownOperation } from '../../../flows/team/team-operations.ts';
import { cut, escapeText, lineBlock, section } from '../../blocks/blocks.ts';
import { actionButton, titleOf } from '../../blocks/dialog-copy.ts';
import { modal } from '../../blocks/inputs.ts';
import { limits } from '../../blocks/limits.ts';
import { Id } from '../../blocks/metadata.ts';
import { modals, teamFields } from '../../names.ts';
import { cannotUndo } from './team-copy.ts';

/** What to do when the question is answered. Names are looked up again: a form's names can't be trusted. */
export const TeamConfirmMemory = z.object({
  operation: Id,
  raw: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** Asks before something is destroyed; undefined if the input is too long to be kept until the answer. */
export function teamConfirm(known: KnownOperation, raw: RawInput, shown: readonly string[]): ModalView | undefined {
  const memory = JSON.stringify({ operation: known.id, raw });
  if (memory.length > limits.metadata) return undefined;
  const { title, note } = known.row;
  return modal({
    id: modals.teamConfirm,
    title: titleOf(objectOf(shown) ?? title),
    submit: actionButton(title),
    close: 'Back',
    metadata: memory,
    blocks: [
      section(`:warning: *${escapeText(title)}*\n${cannotUndo}`),
      ...lineBlock(escapeText(note ?? '')),
      ...(shown.length === 0 ? [] : [shownBlock(shown)]),
    ],
  });
}

/** The first thing that was put in: the computer, the group. */
function objectOf([first]: readonly string[]): string | undefined {
  const named = first?.slice(first.indexOf(':') + 1).trim();
  return named === '' ? undefined : named;
}

// Plain text without emoji: as the system writes it.
function shownBlock(shown: readonly string[]): KnownBlock {
  const text = cut(shown.join('\n'), limits.text);
  return { type: 'section', block_id: teamFields.shown, text: { type: 'plain_text', text, emoji: false } };
}
