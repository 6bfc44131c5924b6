import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Problem } from '../../domain/problem.ts';
import { cutCopy, plainSection } from '../blocks/blocks.ts';
import { input, modal, searchSelect } from '../blocks/inputs.ts';
import { actions as actionIds, fields, modals } from '../names.ts';
import { textOf } from './problem-copy.ts';

/** What is to be done with the invite that is picked. */
export type Intent = 'update' | 'extend' | 'cancel' | 'kick';

const titles = {
  update: 'Update an invite',
  extend: 'Extend an invite',
  cancel: 'Cancel an invite',
  kick: 'Kick a guest',
} satisfies Record<Intent, string>;

/** The modal in which one of the invites a person may touch is searched. The next step replaces it. */
export function pickModal(intent: Intent): ModalView {
  return modal({
    id: modals.pick,
    title: titles[intent],
    submit: 'Next',
    metadata: JSON.stringify({ intent } satisfies z.infer<typeof PickMemory>),
    blocks: [
      input(fields.invite, 'Invite', searchSelect(actionIds.invite, 'Search invites', undefined), {
        hint: 'Search by guest, computer or event. Shows only invites you can change.',
      }),
    ],
  });
}

export const PickMemory = z.object({ intent: z.enum(['update', 'extend', 'cancel', 'kick']) });

/** A modal with nothing to do but read it: shown when there is nothing to choose, or when a form cannot be opened. */
export function sayModal(title: string, said: Problem | string): ModalView {
  return modal({ id: 'say', title, blocks: [plainSection(cutCopy(textOf(said)))] });
}
