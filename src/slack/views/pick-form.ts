import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { actions as actionIds, fields, modals } from '../names.ts';
import { cutWords, plain } from './blocks.ts';

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
  return {
    type: 'modal',
    callback_id: modals.pick,
    title: plain(titles[intent]),
    submit: plain('Next'),
    close: plain('Close'),
    private_metadata: JSON.stringify({ intent } satisfies z.infer<typeof PickMemory>),
    blocks: [
      {
        type: 'input',
        block_id: fields.invite,
        label: plain('Which invite?'),
        hint: plain('Search by guest, computer or event. Only invites you may change are found.'),
        element: {
          type: 'external_select',
          action_id: actionIds.invite,
          min_query_length: 0,
          placeholder: plain('Search invites'),
        },
      },
    ],
  };
}

export const PickMemory = z.object({ intent: z.enum(['update', 'extend', 'cancel', 'kick']) });

export function readIntent(view: Pick<ViewOutput, 'private_metadata'>): Intent {
  return PickMemory.parse(JSON.parse(view.private_metadata)).intent;
}

/** A modal with nothing to do but read it: shown when there is nothing to choose, or when a form cannot be opened. */
export function sayModal(title: string, text: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'say',
    title: plain(title),
    close: plain('Close'),
    blocks: [{ type: 'section', text: plain(cutWords(text)) }],
  };
}
